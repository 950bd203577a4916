import '../../../tools/dev/home/own-stores';
import type { Role, Session } from '@demerit/contracts';
import { refusalOf, Transactions } from '@demerit/messaging';
import {
  connection,
  nextReplica,
  on,
  startReplicas,
  stopReplicas,
} from '../../../test/support/replicas';
import { AccountsStore } from '../src/accounts/accounts.store';
import { Roles } from '../src/accounts/roles';
import { IdentityConfig } from '../src/codes/identity.config';
import { IdentityModule } from '../src/identity.module';
import { SecondFactorService } from '../src/second-factor/second-factor.service';
import { SessionsService } from '../src/sessions/sessions.service';
import { codeAt } from '../src/totp/totp';
import { codeFor, HERE, logInWith, newPhone } from './new-sessions';

/** Two replicas of identity on one real database, where staff must have a second factor. */

beforeAll(
  () =>
    startReplicas(IdentityModule, (replica) => {
      Object.assign(replica.get(IdentityConfig), { staffSecondFactor: 'required' });
    }),
  60_000,
);

afterAll(stopReplicas, 60_000);

let addresses = 0;

/** From another address each time, since a number gets one code a minute from one. */
async function logIn(phone: string): Promise<Session> {
  addresses += 1;
  return logInWith({ phone, ...(await codeFor(phone, `192.0.2.${String(addresses)}`)) });
}

async function grant(accountId: string, roles: Role[]): Promise<void> {
  const replica = nextReplica();
  await replica.get(Transactions).run(async (session) => {
    const account = await replica.get(AccountsStore, { strict: false }).find(accountId, session);
    await replica
      .get(Roles, { strict: false })
      .set(session, { account: account!, roles, actor: 'acc_admin' });
  });
}

async function newOfficer() {
  const phone = newPhone();
  const session = await logIn(phone);
  await grant(session.accountId, ['citizen', 'officer']);
  return { phone, session };
}

function rolesIn({ accessToken }: Session): unknown {
  const [, claims = ''] = accessToken.split('.');
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { roles: unknown }).roles;
}

function callerOf({ accountId, roles, accessToken }: Session) {
  const [, claims = ''] = accessToken.split('.');
  const { sid } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sid: string };
  return { accountId, roles, sessionId: sid };
}

const stepNow = () => Math.floor(Date.now() / 30_000);

/** Enrolled and confirmed with the code of this step, so that that of the next is left. */
async function enrol(session: Session) {
  const caller = callerOf(session);
  const { otpauthUri, recoveryCodes } = await on(SecondFactorService).enrol({ caller });
  const secret = new URL(otpauthUri).searchParams.get('secret')!;
  const body = { code: codeAt(secret, stepNow()) };
  await on(SecondFactorService).confirm({ caller, body });
  return { secret, recoveryCodes };
}

async function tokenFor(phone: string): Promise<string> {
  const refusal: unknown = await logIn(phone).catch((error: unknown) => refusalOf(error));
  expect(refusal).toMatchObject({ code: 'SECOND_FACTOR_REQUIRED' });
  return (refusal as { secondFactorToken: string }).secondFactorToken;
}

const open = (secondFactorToken: string, code: string) =>
  on(SessionsService).openWithSecondFactor({
    ...{ secondFactorToken, code, address: HERE, device: 'a browser' },
  });

async function said(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'done',
    (error: unknown) => refusalOf(error)?.code ?? String(error),
  );
}

test('§1.second-factor.roles: given staff without one, then no session carries their roles, refreshed or not, also where they were granted later', async () => {
  const { phone, session } = await newOfficer();
  const refreshed = await on(SessionsService).refresh(session.refreshToken);
  const later = await logIn(phone);
  const again = await on(SessionsService).refresh(later.refreshToken);
  for (const one of [refreshed, later, again]) {
    expect(one.roles).toEqual(['citizen']);
    expect(rolesIn(one)).toEqual(['citizen']);
  }
});

test('§1.second-factor.roles §1.second-factor.log-in: given one that is confirmed, then that session carries them from its next refresh on, another one from its second step on, and an older one never', async () => {
  const { phone, session } = await newOfficer();
  const other = await logIn(phone);
  const { secret } = await enrol(other);
  const both = ['citizen', 'officer'];
  const refreshed = await on(SessionsService).refresh(other.refreshToken);
  expect([refreshed.roles, rolesIn(refreshed)]).toEqual([both, both]);
  const older = await on(SessionsService).refresh(session.refreshToken);
  expect([older.roles, rolesIn(older)]).toEqual([['citizen'], ['citizen']]);

  const opened = await open(await tokenFor(phone), codeAt(secret, stepNow() + 1));
  const next = await on(SessionsService).refresh(opened.refreshToken);
  for (const one of [opened, next]) expect([one.roles, rolesIn(one)]).toEqual([both, both]);
});

test('§1.second-factor.once: a code or a recovery code opens one of many log-ins at once, and none later', async () => {
  const { phone, session } = await newOfficer();
  const { secret, recoveryCodes } = await enrol(session);
  for (const code of [codeAt(secret, stepNow() + 1), recoveryCodes[3]!]) {
    const tokens = [await tokenFor(phone), await tokenFor(phone)];
    const results = await Promise.all(tokens.map((token) => said(open(token, code))));
    expect(results.toSorted()).toEqual(['SECOND_FACTOR_INVALID', 'done']);
    expect(await said(open(await tokenFor(phone), code))).toBe('SECOND_FACTOR_INVALID');
  }
  const typed = recoveryCodes[4]!.replace('-', '').toUpperCase();
  expect(await said(open(await tokenFor(phone), typed))).toBe('done');
});

test('§1.second-factor.log-in: a token has five tries, also at once, and opens one session', async () => {
  const { phone, session } = await newOfficer();
  const { recoveryCodes } = await enrol(session);
  const token = await tokenFor(phone);
  const wrong = await Promise.all(
    Array.from({ length: 9 }, () => said(open(token, 'aaaaa-aaaaa'))),
  );
  expect(new Set(wrong)).toEqual(new Set(['SECOND_FACTOR_INVALID']));
  expect(await said(open(token, recoveryCodes[0]!))).toBe('SECOND_FACTOR_INVALID');
  const other = await tokenFor(phone);
  expect(await said(open(other, recoveryCodes[0]!))).toBe('done');
  expect(await said(open(other, recoveryCodes[1]!))).toBe('SECOND_FACTOR_INVALID');
});

test('§1.second-factor.stored: neither secret nor recovery code nor token is kept as it is', async () => {
  const { phone, session } = await newOfficer();
  const { secret, recoveryCodes } = await enrol(session);
  const token = await tokenFor(phone);
  const collections = await connection().listCollections();
  const kept = JSON.stringify(
    await Promise.all(
      collections.map(({ name }) => connection().collection(name).find().toArray()),
    ),
  );
  for (const one of [secret, token, ...recoveryCodes]) expect(kept).not.toContain(one);
});
