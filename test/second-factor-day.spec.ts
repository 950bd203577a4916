import type {
  AuditEntry,
  DeskLicence,
  Handling,
  Page,
  SecondFactorEnrolment,
  Session,
} from '@demerit/contracts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { authenticatorCode, secretOf } from '../tools/dev/client/second-factor';
import {
  api,
  decideBinding,
  decideVerification,
  demerit,
  eventually,
  home,
  newCar,
  newcomer,
  newCitizen,
  newDriver,
  newViolation,
  ok,
  refused,
  requestCar,
  restart,
  staff,
  type Answer,
  type Api,
  type Citizen,
  type StaffRole,
} from './support';
import {
  logInByPhone,
  openWith,
  refreshed,
  secondFactorTokenOf,
  WRONG_CODE,
} from './support/calls';

/** Identity starts again twice: so that staff must have a second factor, and at the end as it was. */
jest.setTimeout(60_000);

const OWN = '/v1/me/second-factor';
const AT_ONCE = { withinMs: 2_000, everyMs: 50 };
/** The ordinary procedure, 9 points: for the window. */
const ORDINARY_9 = '1614';

interface Member {
  role: StaffRole;
  phone: string;
  accountId: string;
  /** That of before the second factor was required. */
  session: Session;
}

let members: Record<'reviewer' | 'officer' | 'admin', Member>;
let adminSession: Session;
let applicant: Citizen;
let bindingId: string;
let driver: Citizen;
let violationId: string;

async function member(role: StaffRole): Promise<Member> {
  const { phone } = newcomer();
  const session: Session = await ok(logInByPhone(phone));
  const { accountId } = session;
  const roles = ['citizen', role];
  await ok((await staff('admin')).post(`/v1/accounts/${accountId}/roles`, { roles }));
  return { role, phone, accountId, session };
}

beforeAll(async () => {
  const [reviewer, officer, admins] = [
    await member('reviewer'),
    await member('officer'),
    await member('admin'),
  ];
  members = { reviewer, officer, admin: admins };
  const owner = await newDriver();
  driver = await newDriver();
  ({ bindingId } = await requestCar(driver, await newCar(owner)));
  await owner.grantConsent(bindingId);
  violationId = await newViolation(await newCar(driver), { code: ORDINARY_9 });
  applicant = await newCitizen();
  await applicant.submitIdentity();
  await restart('identity', { env: { STAFF_SECOND_FACTOR: 'required' } });
  const readAudit = (by: Api) => by.get('/v1/audit');
  const { session } = await enrol(await withoutIt(admins, [readAudit], admins.session));
  adminSession = session;
}, 120_000);

afterAll(() => restart('identity'), 120_000);

const as = ({ accessToken }: Session): Api => api().as(accessToken);

/** Nothing that only this role may is done by a session without the second factor: an earlier one, a new one, neither when renewed. Answers the new one. */
async function withoutIt(
  { phone, role }: Member,
  tries: readonly ((by: Api) => Promise<Answer<unknown>>)[],
  earlier?: Session,
): Promise<Session> {
  const opened: Session = await ok(logInByPhone(phone));
  const renewed = await ok(refreshed(opened));
  const renewedEarlier = earlier === undefined ? [] : [await ok(refreshed(earlier))];
  for (const one of [...renewedEarlier, opened, renewed]) {
    expect(one.roles).toEqual(['citizen']);
    for (const attempt of tries)
      expect((await refused(attempt(as(one)), 403, 'FORBIDDEN')).detail).toContain(role);
  }
  expect((await ok(as(renewed).get<{ roles: string[] }>('/v1/me'))).roles).toEqual([
    'citizen',
    role,
  ]);
  return renewed;
}

interface Enrolled {
  secret: string;
  recoveryCodes: string[];
  /** That which confirmed it, renewed. */
  session: Session;
}

async function enrol(session: Session): Promise<Enrolled> {
  const enrolment = await ok(as(session).post<SecondFactorEnrolment>(OWN));
  const secret = secretOf(enrolment);
  await ok(as(session).post(`${OWN}/confirmation`, { code: authenticatorCode(secret) }));
  const { recoveryCodes } = enrolment;
  return { secret, recoveryCodes, session: await ok(refreshed(session)) };
}

/** Two steps, with the code of the authenticator after that which confirmed it. */
async function logIn({ phone }: Member, { secret }: Enrolled): Promise<Session> {
  return ok(openWith(await secondFactorTokenOf(phone), authenticatorCode(secret, 1)));
}

const auditOf = (session: Session, subject: string) =>
  as(session).get<Page<AuditEntry>>(`/v1/audit?subject=${subject}`);

const refusedAtOnce = (session: Session) =>
  eventually(async () => (await as(session).get('/v1/me')).status === 401, AT_ONCE);

describe('a day of staff who must have a second factor', () => {
  it('§1.second-factor.roles §1.second-factor.log-in §1.second-factor.once §1.second-factor.recovery: a reviewer enrols, logs in and decides, and with less than that decides nothing', async () => {
    const { reviewer } = members;
    const verification = `/v1/review/identity-verifications/${applicant.accountId}`;
    const approve = { decision: 'approve' };
    const tries = [verification, `/v1/review/bindings/${bindingId}`].flatMap((path) => [
      (by: Api) => by.get(path),
      (by: Api) => by.post(`${path}/decision`, approve, { ifMatch: '"1"' }),
    ]);
    const session = await withoutIt(reviewer, tries, reviewer.session);
    const enrolled = await enrol(session);
    expect(enrolled.session.roles).toEqual(['citizen', 'reviewer']);
    const opened = await logIn(reviewer, enrolled);
    expect(opened.roles).toEqual(['citizen', 'reviewer']);
    await decideVerification(as(opened), applicant.accountId);
    await decideBinding(as(await ok(refreshed(opened))), bindingId);
    expect((await applicant.me()).identity.status).toBe('verified');

    const token = await secondFactorTokenOf(reviewer.phone);
    const twice = authenticatorCode(enrolled.secret, 1);
    for (const code of [twice, WRONG_CODE, WRONG_CODE, WRONG_CODE, WRONG_CODE])
      await refused(openWith(token, code), 401, 'SECOND_FACTOR_INVALID');
    const [recovery] = enrolled.recoveryCodes;
    await refused(openWith(token, recovery!), 401, 'SECOND_FACTOR_INVALID');
    const other = await ok(openWith(await secondFactorTokenOf(reviewer.phone), recovery!));
    expect(other.roles).toEqual(['citizen', 'reviewer']);
    await refused(
      openWith(await secondFactorTokenOf(reviewer.phone), recovery!),
      401,
      'SECOND_FACTOR_INVALID',
    );
  });

  it('§1.second-factor.reset §1.second-factor.ended: an officer enrols, finds a person and accepts at the window; reset by an admin, or taken off by the officer, none of their sessions is an officer’s', async () => {
    const { officer } = members;
    const { licenceId } = await driver.points();
    const { idNumber } = driver.identity;
    const find = (by: Api) => by.get<DeskLicence>(`/v1/desk/licences?idNumber=${idNumber}`);
    const accept = (by: Api) =>
      by.post<Handling>('/v1/window/acceptances', { violationId, licenceId, iWasTheDriver: true });
    const first = await enrol(await withoutIt(officer, [find, accept], officer.session));
    const opened = await logIn(officer, first);
    expect(await ok(find(as(opened)))).toMatchObject({ accountId: driver.accountId });
    expect(await ok(accept(as(opened)))).toMatchObject({ method: 'window' });

    const reason = 'The telephone was lost';
    const path = `/v1/accounts/${officer.accountId}/second-factor`;
    await ok(as(adminSession).call('DELETE', path, { reason }));
    await Promise.all([refusedAtOnce(opened), refusedAtOnce(first.session)]);
    await refused(refreshed(opened), 401, 'REFRESH_TOKEN_INVALID');

    const second = await enrol(await withoutIt(officer, [find]));
    await ok(find(as(second.session)));
    await ok(as(second.session).call('DELETE', OWN, { code: second.recoveryCodes[9] }));
    await refusedAtOnce(second.session);
    await refused(refreshed(second.session), 401, 'REFRESH_TOKEN_INVALID');
    await withoutIt(officer, [find, accept]);
    const { items } = await ok(auditOf(adminSession, officer.accountId));
    expect(items.map(({ act }) => act)).toEqual([
      ...['second-factor.removed', 'second-factor.set', 'second-factor.reset'],
      ...['second-factor.set', 'roles.set'],
    ]);
  });

  it('§1.second-factor.operator: given the only admin without authenticator and recovery codes, then the command line takes it off, and says what to do next', async () => {
    const { phone, accountId } = members.admin;
    const reason = 'Fell into the river';
    const said = await demerit([
      ...['account', 'reset-second-factor', '--phone', phone, '--reason', reason],
    ]);
    expect(said).toMatchObject({ status: 0, stdout: `${accountId}\n` });
    expect(said.stderr).toContain('POST /v1/me/second-factor');
    await refusedAtOnce(adminSession);
    adminSession = (await enrol(await ok(logInByPhone(phone)))).session;
    const { items } = await ok(auditOf(adminSession, accountId));
    expect(items.slice(0, 2)).toMatchObject([
      { actor: accountId, act: 'second-factor.set' },
      { actor: 'command-line', act: 'second-factor.reset', reason },
    ]);
  });

  it('§1.second-factor.stored: neither logs nor audit nor the export of one’s own data show secret, recovery code or code', async () => {
    const citizen = await newCitizen();
    const session: Session = await ok(logInByPhone(citizen.identity.phone));
    const enrolled = await enrol(session);
    const token = await secondFactorTokenOf(citizen.identity.phone);
    await ok(openWith(token, enrolled.recoveryCodes[0]!));
    await refused(openWith(token, enrolled.recoveryCodes[1]!), 401, 'SECOND_FACTOR_INVALID');
    const exported = JSON.stringify(await ok(as(session).get('/v1/me/export')));
    expect(exported).toContain('"confirmedAt"');
    const rows = JSON.stringify(await ok(auditOf(adminSession, citizen.accountId)));
    const { logs } = home();
    const files = readdirSync(logs).map((file) => readFileSync(join(logs, file), 'utf8'));
    for (const secret of [enrolled.secret, token, ...enrolled.recoveryCodes])
      for (const text of [exported, rows, ...files]) expect(text.includes(secret)).toBe(false);
  });
});
