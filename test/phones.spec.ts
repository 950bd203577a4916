import type { PhoneBody, PhoneChanged, Session, SessionInfo } from '@demerit/contracts';
import { authenticatorCode, enrolSecondFactor } from '../tools/dev/client/second-factor';
import {
  api,
  codeFor,
  audited,
  Citizen,
  inDatabases,
  logIn,
  newCitizen,
  newKey,
  newcomer,
  notified,
  ok,
  refused,
  stack,
  staff,
  type Answer,
} from './support';
import { openWith, secondFactorTokenOf } from './support/calls';

jest.setTimeout(60_000);

/** By which its codes are kept. */
function phoneKeyOf(accountId: string): Promise<string> {
  return inDatabases(async (of) => {
    const accounts = of('identity').collection<{ _id: string; phoneKey: string }>('accounts');
    return (await accounts.findOne({ _id: accountId }))?.phoneKey ?? '';
  });
}

/** As if the newest codes of the number had been requested a while ago. */
async function aMinuteLater(phoneKey: string): Promise<void> {
  const requestedAt = new Date(Date.now() - 120_000);
  await inDatabases(async (of) => {
    await of('identity')
      .collection<{ _id: string }>('phoneCodes')
      .updateOne({ _id: phoneKey }, { $set: { 'addresses.$[].requestedAt': requestedAt } });
  });
}

/** Another code may be asked for. */
async function mayAskAgain(accountId: string): Promise<void> {
  await aMinuteLater(await phoneKeyOf(accountId));
}

async function bothCodes({ identity, accountId }: Citizen, phone: string): Promise<PhoneBody> {
  await mayAskAgain(accountId);
  const old = await codeFor(api(), identity.phone);
  return {
    phone,
    ...(await codeFor(api(), phone)),
    oldCode: old.code,
    oldChallengeId: old.challengeId,
  };
}

function another(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

function change(
  citizen: Citizen,
  body: object,
  idempotencyKey = newKey(),
): Promise<Answer<PhoneChanged>> {
  return citizen.api.post<PhoneChanged>('/v1/me/phone', body, { idempotencyKey });
}

function texts(phone: string): Promise<{ items: { text: string }[] }> {
  return ok(api().get<{ items: { text: string }[] }>(`/v1/sandbox/sms?phone=${phone}`));
}

describe('another phone, by its owner', () => {
  it('§1.phone.change: given a code to each of both numbers, then the account is logged into by the new one, and the old number is nobody’s', async () => {
    const citizen = await newCitizen();
    const { phone } = newcomer();
    const oldKey = await phoneKeyOf(citizen.accountId);
    const [body, key] = [await bothCodes(citizen, phone), newKey()];
    const changed = await ok(change(citizen, body, key));
    expect(changed).toEqual({
      accountId: citizen.accountId,
      phoneMasked: phone.replace(/^(...)....(....)$/, '$1****$2'),
    });
    expect((await change(citizen, body, key)).body).toEqual(changed);
    await refused(change(citizen, body), 422, 'PHONE_CHANGE_REFUSED');
    const { oldCode: _old, ...rest } = body;
    await refused(change(citizen, rest), 400, 'VALIDATION_FAILED');
    await mayAskAgain(citizen.accountId);
    await aMinuteLater(oldKey);
    expect((await logIn(api(), phone)).accountId).toBe(citizen.accountId);
    expect((await logIn(api(), citizen.identity.phone)).accountId).not.toBe(citizen.accountId);
  });

  it('§1.phone.change: given a log-in under the old number that waits for the second factor, then its code opens nothing', async () => {
    const citizen = await newCitizen();
    const secret = await enrolSecondFactor(citizen.api);
    const waiting = await secondFactorTokenOf(citizen.identity.phone);
    await ok(change(citizen, await bothCodes(citizen, newcomer().phone)));
    await refused(openWith(waiting, authenticatorCode(secret, 1)), 401, 'SECOND_FACTOR_INVALID');
  });

  it('§1.phone.change: given one wrong code, or the challenge of the other number, then the answer does not say which, and the right ones still count', async () => {
    const citizen = await newCitizen();
    const body = await bothCodes(citizen, newcomer().phone);
    const wrongs = [
      { code: another(body.code) },
      { oldCode: another(body.oldCode) },
      { challengeId: body.oldChallengeId, oldChallengeId: body.challengeId },
    ];
    const said: unknown[] = [];
    for (const wrong of wrongs) {
      const refusal = await refused(
        change(citizen, { ...body, ...wrong }),
        422,
        'PHONE_CHANGE_REFUSED',
      );
      said.push({ ...refusal, requestId: undefined });
    }
    for (const one of said) expect(one).toEqual(said[0]);
    await ok(change(citizen, body));
  });

  it('§1.phone.taken: given both codes and a number of another account, then it stays theirs', async () => {
    const [citizen, other] = [await newCitizen(), await newCitizen()];
    await mayAskAgain(other.accountId);
    const body = await bothCodes(citizen, other.identity.phone);
    await refused(change(citizen, body), 409, 'PHONE_TAKEN');
    expect((await other.me()).accountId).toBe(other.accountId);
  });
});

describe('another phone, by an officer', () => {
  it('§1.phone.desk: given a person who lost theirs, then every session ends, the old number is sent word, and it is written down masked', async () => {
    const [officer, citizen] = [await staff('officer'), await newCitizen()];
    const { phone } = newcomer();
    const session = await logInOf(citizen);
    const path = `/v1/desk/accounts/${citizen.accountId}/phone`;
    const body = { phone, reason: 'The person lost their phone' };
    const { phoneMasked } = await ok(officer.post<PhoneChanged>(path, body));
    await refused(
      api().post('/v1/auth/sessions/refresh', { refreshToken: session.refreshToken }),
      401,
      'REFRESH_TOKEN_INVALID',
    );
    const { items } = await texts(citizen.identity.phone);
    expect(items[0]?.text).toContain(phoneMasked);
    expect(items[0]?.text).not.toContain(phone);
    const rows = await audited(citizen.accountId);
    expect(rows).toMatchObject([
      { act: 'phone.set', reason: body.reason, before: {}, after: { phoneMasked } },
    ]);
    for (const whole of [phone, citizen.identity.phone])
      expect(JSON.stringify(rows)).not.toContain(whole);
    const later = await logIn(api(), phone);
    expect(later.accountId).toBe(citizen.accountId);
    // The same again changes nothing, and ends nothing.
    await ok(officer.post<PhoneChanged>(path, body));
    await ok(api().post('/v1/auth/sessions/refresh', { refreshToken: later.refreshToken }));
    expect(await audited(citizen.accountId)).toHaveLength(1);
  });

  it('§1.phone.staff: given an account of staff, then it keeps its phone', async () => {
    const [admin, officer] = [await staff('admin'), await staff('officer')];
    const { accountId } = await ok(admin.get<{ accountId: string }>('/v1/me'));
    const body = { phone: newcomer().phone, reason: 'lost' };
    const path = `/v1/desk/accounts/${accountId}/phone`;
    const refusal = await refused(officer.post(path, body), 422, 'PHONE_CHANGE_REFUSED');
    expect(refusal).toMatchObject({
      reason: 'staff_account',
      title: 'The account has staff roles',
    });
  });

  it('§1.phone.desk: given a log-in under the old number that waits for the second factor, then its code opens nothing', async () => {
    const [officer, citizen] = [await staff('officer'), await newCitizen()];
    const secret = await enrolSecondFactor(citizen.api);
    const waiting = await secondFactorTokenOf(citizen.identity.phone);
    const path = `/v1/desk/accounts/${citizen.accountId}/phone`;
    await ok(officer.post(path, { phone: newcomer().phone, reason: 'lost' }));
    await refused(openWith(waiting, authenticatorCode(secret, 1)), 401, 'SECOND_FACTOR_INVALID');
  });

  it('§1.phone.desk §1.phone.taken: given no such account, no reason, or the number of another account, then it is refused', async () => {
    const [officer, citizen, other] = [
      await staff('officer'),
      await newCitizen(),
      await newCitizen(),
    ];
    const set = (accountId: string, body: object) =>
      officer.post(`/v1/desk/accounts/${accountId}/phone`, body);
    const { phone } = newcomer();
    await refused(set('acc_none', { phone, reason: 'lost' }), 404, 'ACCOUNT_NOT_FOUND');
    await refused(set(citizen.accountId, { phone }), 400, 'VALIDATION_FAILED');
    const taken = { phone: other.identity.phone, reason: 'lost' };
    const refusal = await refused(set(citizen.accountId, taken), 409, 'PHONE_TAKEN');
    expect(refusal.nextStep).toMatch(/^Ask for another number/);
  });
});

async function logInOf(citizen: Citizen): Promise<Session> {
  await mayAskAgain(citizen.accountId);
  return logIn(api(), citizen.identity.phone);
}

describe('a log-in', () => {
  const agent = (userAgent: string) => async (phone: string) => {
    const { code, challengeId } = await codeFor(api(), phone);
    const response = await fetch(`${stack().gatewayUrl}/v1/auth/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': userAgent },
      body: JSON.stringify({ phone, code, challengeId }),
    });
    return (await response.json()) as Session;
  };

  it('§1.session.device §1.session.said: given a first log-in, then nothing is said of its device; given another one from it, neither; given one from another, then that', async () => {
    const { phone } = newcomer();
    const first = await agent('Mozilla/5.0 (Windows NT 10.0) Firefox/140.0')(phone);
    const citizen = new Citizen(
      api().as(first.accessToken),
      { ...newcomer(), phone },
      first.accountId,
    );
    await mayAskAgain(first.accountId);
    await agent('Mozilla/5.0 (Windows NT 10.0) Firefox/150.0')(phone);
    await mayAskAgain(first.accountId);
    const third = await agent('Mozilla/5.0 (iPhone) Safari/604.1')(phone);
    await notified(citizen, 'session_new_device');
    const { items: sessions } = await ok(
      citizen.api.get<{ items: SessionInfo[] }>('/v1/me/sessions'),
    );
    const { items } = await ok(
      citizen.api.get<{ items: { kind: string; about: object }[] }>('/v1/me/notifications'),
    );
    expect(sessions).toHaveLength(3);
    expect(items).toMatchObject([
      { kind: 'session_new_device', about: { sessionId: sessions[0]?.sessionId } },
    ]);
    expect(third.accountId).toBe(first.accountId);
  });
});
