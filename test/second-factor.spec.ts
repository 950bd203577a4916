import type { SecondFactorEnrolment } from '@demerit/contracts';
import { authenticatorCode, secretOf } from '../tools/dev/client/second-factor';
import { api, audited, newCitizen, newKey, ok, refused, staff, type Api } from './support';
import {
  logInByPhone,
  openWith,
  refreshed,
  secondFactorTokenOf,
  WRONG_CODE,
} from './support/calls';

jest.setTimeout(60_000);

const OWN = '/v1/me/second-factor';
const CONFIRMATION = `${OWN}/confirmation`;
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
    expect((await logInByPhone(citizen.identity.phone)).status).toBe(201);
    await refused(
      citizen.api.post(CONFIRMATION, { code: WRONG_CODE }),
      401,
      'SECOND_FACTOR_INVALID',
    );
    await refused(citizen.api.post(CONFIRMATION, { code: '12345' }), 400, 'VALIDATION_FAILED');
    const first = authenticatorCode(secret);
    await ok(citizen.api.post(CONFIRMATION, { code: first }));
    await refused(citizen.api.post(OWN), 409, 'SECOND_FACTOR_ENROLLED');
    await refused(
      citizen.api.post(OWN, {}, { idempotencyKey: key }),
      409,
      'SECOND_FACTOR_ENROLLED',
    );

    const token = await secondFactorTokenOf(citizen.identity.phone);
    for (const code of [first, WRONG_CODE, WRONG_CODE])
      await refused(openWith(token, code), 401, 'SECOND_FACTOR_INVALID');
    const second = authenticatorCode(secret, 1);
    const session = await ok(openWith(token, second));
    expect(session).toMatchObject({ accountId: citizen.accountId, roles: ['citizen'] });
    await ok(api().as(session.accessToken).get('/v1/me'));
    await refused(openWith(token, enrolled.recoveryCodes[0]!), 401, 'SECOND_FACTOR_INVALID');
    await refused(
      openWith(await secondFactorTokenOf(citizen.identity.phone), second),
      401,
      'SECOND_FACTOR_INVALID',
    );

    const worn = await secondFactorTokenOf(citizen.identity.phone);
    for (let tries = 0; tries < 5; tries += 1)
      await refused(openWith(worn, WRONG_CODE), 401, 'SECOND_FACTOR_INVALID');
    await refused(openWith(worn, enrolled.recoveryCodes[0]!), 401, 'SECOND_FACTOR_INVALID');
    await ok(
      openWith(await secondFactorTokenOf(citizen.identity.phone), enrolled.recoveryCodes[0]!),
    );
  });

  it('§1.second-factor.tries: given whoever has the session alone, then it is not taken off; given a code, then it is, and the phone is enough again', async () => {
    const citizen = await newCitizen();
    await refused(remove(citizen.api, { code: WRONG_CODE }), 404, 'SECOND_FACTOR_NOT_FOUND');
    const enrolled = await ok(citizen.api.post<SecondFactorEnrolment>(OWN));
    await ok(citizen.api.post(CONFIRMATION, { code: authenticatorCode(secretOf(enrolled)) }));
    for (let tries = 0; tries < 4; tries += 1)
      await refused(remove(citizen.api, { code: WRONG_CODE }), 401, 'SECOND_FACTOR_INVALID');
    const waiting = await secondFactorTokenOf(citizen.identity.phone);
    await ok(remove(citizen.api, { code: authenticatorCode(secretOf(enrolled), 1) }));
    expect((await logInByPhone(citizen.identity.phone)).status).toBe(201);

    const again = await ok(citizen.api.post<SecondFactorEnrolment>(OWN));
    // Nobody has confirmed the new one, and the log-in began with the one before.
    await refused(openWith(waiting, again.recoveryCodes[1]!), 401, 'SECOND_FACTOR_INVALID');
    await ok(citizen.api.post(CONFIRMATION, { code: authenticatorCode(secretOf(again)) }));
    for (let tries = 0; tries < 5; tries += 1)
      await refused(remove(citizen.api, { code: WRONG_CODE }), 401, 'SECOND_FACTOR_INVALID');
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
    const session = await ok(
      openWith(await secondFactorTokenOf(citizen.identity.phone), enrolled.recoveryCodes[0]!),
    );
    const reset = (accountId: string, reason = 'The telephone was lost') =>
      admin.call('DELETE', `/v1/accounts/${accountId}/second-factor`, { reason });
    const { accountId: own } = await ok(admin.get<{ accountId: string }>('/v1/me'));
    await refused(reset('acc_none'), 404, 'ACCOUNT_NOT_FOUND');
    await refused(reset(own), 403, 'OWN_CASE');
    await refused(reset(citizen.accountId, ''), 400, 'VALIDATION_FAILED');
    await ok(reset(citizen.accountId));
    await refused(reset(citizen.accountId), 404, 'SECOND_FACTOR_NOT_FOUND');
    await refused(refreshed(session), 401, 'REFRESH_TOKEN_INVALID');
    expect((await logInByPhone(citizen.identity.phone)).status).toBe(201);
    expect((await audited(citizen.accountId))[0]).toMatchObject({
      act: 'second-factor.reset',
      reason: 'The telephone was lost',
    });
  });
});
