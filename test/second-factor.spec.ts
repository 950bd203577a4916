import type { SecondFactorEnrolment, Session } from '@demerit/contracts';
import { authenticatorCode, secretOf } from '../tools/dev/client/second-factor';
import {
  api,
  audited,
  newCitizen,
  newestCode,
  newKey,
  ok,
  refused,
  staff,
  type Api,
  type Citizen,
} from './support';
import { postFrom } from './support/calls';

jest.setTimeout(60_000);

const OWN = '/v1/me/second-factor';
const CONFIRMATION = `${OWN}/confirmation`;
const WRONG = 'aaaaa-aaaaa';

let addresses = 0;

/** The first step of a log-in, with a code asked for from another address each time: a number gets one a minute from each. */
async function logIn({ identity: { phone } }: Citizen) {
  addresses += 1;
  const asked = await postFrom(`127.0.6.${String(addresses)}`, '/v1/auth/codes', { phone });
  const { challengeId } = asked.body;
  return api().post<Session & { secondFactorToken: string }>('/v1/auth/sessions', {
    ...{ phone, challengeId, code: await newestCode(api(), phone) },
  });
}

async function tokenFor(citizen: Citizen): Promise<string> {
  const { status, body } = await logIn(citizen);
  expect({ status, body }).toMatchObject({ status: 401, body: { code: 'SECOND_FACTOR_REQUIRED' } });
  return body.secondFactorToken;
}

function open(secondFactorToken: string, code: string) {
  return api().post<Session>('/v1/auth/second-factor', { secondFactorToken, code });
}

const remove = (by: Api, body: object) => by.call('DELETE', OWN, body);

describe('a second factor', () => {
  it('§1.second-factor.enrolled §1.second-factor.log-in §1.second-factor.once: given one that is confirmed, then the code of the phone alone logs nobody in, and no code of it counts twice', async () => {
    const citizen = await newCitizen();
    const key = newKey();
    const enrolled = await ok(
      citizen.api.post<SecondFactorEnrolment>(OWN, {}, { idempotencyKey: key }),
    );
    expect(await ok(citizen.api.post(OWN, {}, { idempotencyKey: key }))).toEqual(enrolled);
    const secret = secretOf(enrolled);
    // What nobody confirmed is asked of nobody.
    expect((await logIn(citizen)).status).toBe(201);
    await refused(citizen.api.post(CONFIRMATION, { code: WRONG }), 401, 'SECOND_FACTOR_INVALID');
    await refused(citizen.api.post(CONFIRMATION, { code: '12345' }), 400, 'VALIDATION_FAILED');
    const first = authenticatorCode(secret);
    await ok(citizen.api.post(CONFIRMATION, { code: first }));
    await refused(citizen.api.post(OWN), 409, 'SECOND_FACTOR_ENROLLED');
    await refused(
      citizen.api.post(OWN, {}, { idempotencyKey: key }),
      409,
      'SECOND_FACTOR_ENROLLED',
    );

    const token = await tokenFor(citizen);
    for (const code of [first, WRONG, WRONG])
      await refused(open(token, code), 401, 'SECOND_FACTOR_INVALID');
    const second = authenticatorCode(secret, 1);
    const session = await ok(open(token, second));
    expect(session).toMatchObject({ accountId: citizen.accountId, roles: ['citizen'] });
    await ok(api().as(session.accessToken).get('/v1/me'));
    await refused(open(token, enrolled.recoveryCodes[0]!), 401, 'SECOND_FACTOR_INVALID');
    await refused(open(await tokenFor(citizen), second), 401, 'SECOND_FACTOR_INVALID');

    const worn = await tokenFor(citizen);
    for (let tries = 0; tries < 5; tries += 1)
      await refused(open(worn, WRONG), 401, 'SECOND_FACTOR_INVALID');
    await refused(open(worn, enrolled.recoveryCodes[0]!), 401, 'SECOND_FACTOR_INVALID');
    await ok(open(await tokenFor(citizen), enrolled.recoveryCodes[0]!));
  });

  it('§1.second-factor.tries: given whoever has the session alone, then it is not taken off; given a code, then it is, and the phone is enough again', async () => {
    const citizen = await newCitizen();
    await refused(remove(citizen.api, { code: WRONG }), 404, 'SECOND_FACTOR_NOT_FOUND');
    const enrolled = await ok(citizen.api.post<SecondFactorEnrolment>(OWN));
    await ok(citizen.api.post(CONFIRMATION, { code: authenticatorCode(secretOf(enrolled)) }));
    for (let tries = 0; tries < 4; tries += 1)
      await refused(remove(citizen.api, { code: WRONG }), 401, 'SECOND_FACTOR_INVALID');
    await ok(remove(citizen.api, { code: authenticatorCode(secretOf(enrolled), 1) }));
    expect((await logIn(citizen)).status).toBe(201);

    const again = await ok(citizen.api.post<SecondFactorEnrolment>(OWN));
    await ok(citizen.api.post(CONFIRMATION, { code: authenticatorCode(secretOf(again)) }));
    for (let tries = 0; tries < 5; tries += 1)
      await refused(remove(citizen.api, { code: WRONG }), 401, 'SECOND_FACTOR_INVALID');
    const right = { code: again.recoveryCodes[0] };
    await refused(remove(citizen.api, right), 429, 'RATE_LIMITED');
    expect((await audited(citizen.accountId)).map(({ act }) => act)).toEqual([
      ...['second-factor.set', 'second-factor.removed', 'second-factor.set'],
    ]);
  });

  it('§1.second-factor.reset: given somebody who lost it, then an admin takes it off, its sessions end, and that is written down; nobody does so for themselves', async () => {
    const [admin, citizen] = [await staff('admin'), await newCitizen()];
    const enrolled = await ok(citizen.api.post<SecondFactorEnrolment>(OWN));
    await ok(citizen.api.post(CONFIRMATION, { code: authenticatorCode(secretOf(enrolled)) }));
    const session = await ok(open(await tokenFor(citizen), enrolled.recoveryCodes[0]!));
    const reset = (accountId: string, reason = 'The telephone was lost') =>
      admin.call('DELETE', `/v1/accounts/${accountId}/second-factor`, { reason });
    const { accountId: own } = await ok(admin.get<{ accountId: string }>('/v1/me'));
    await refused(reset('acc_none'), 404, 'ACCOUNT_NOT_FOUND');
    await refused(reset(own), 403, 'OWN_CASE');
    await refused(reset(citizen.accountId, ''), 400, 'VALIDATION_FAILED');
    await ok(reset(citizen.accountId));
    await refused(reset(citizen.accountId), 404, 'SECOND_FACTOR_NOT_FOUND');
    const refresh = { refreshToken: session.refreshToken };
    await refused(api().post('/v1/auth/sessions/refresh', refresh), 401, 'REFRESH_TOKEN_INVALID');
    expect((await logIn(citizen)).status).toBe(201);
    expect((await audited(citizen.accountId))[0]).toMatchObject({
      act: 'second-factor.reset',
      reason: 'The telephone was lost',
    });
  });
});
