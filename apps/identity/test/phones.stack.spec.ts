import '../../../tools/dev/home/own-stores';
import { setTimeout as sleep } from 'node:timers/promises';
import { refusalOf, Transactions } from '@demerit/messaging';
import {
  connection,
  nextReplica,
  on,
  startReplicas,
  stopReplicas,
} from '../../../test/support/replicas';
import { AccountsStore } from '../src/accounts/accounts.store';
import { IdentityModule } from '../src/identity.module';
import { FormerPhones } from '../src/phones/former-phones';
import { PhonesService } from '../src/phones/phones.service';
import { SessionsService } from '../src/sessions/sessions.service';
import { SessionsStore } from '../src/sessions/sessions.store';
import { SandboxSmsSender } from '../src/sms/sms.sender';
import { SmsService } from '../src/sms/sms.service';
import { codeFor, HERE, logInWith, newPhone } from './new-sessions';

/** Two replicas of identity on one real database: one logs in or refreshes while the other ends sessions or changes the phone. */

/** So long one of both is held, since it may hold what the other waits for. */
const HOLD_MS = 500;

const OFFICER = { accountId: 'acc_officer', roles: ['officer' as const] };

type Method<T> = keyof T & string;
type Calls = Record<string, (...args: unknown[]) => Promise<unknown>>;

/** Both begin; the first stops before its next call of the store's method, goes on when the second has ended or can get no further, and both end. */
async function meet<T, A, B>(
  [store, method]: [{ prototype: T }, Method<T>],
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<[A | string, B | string]> {
  const calls = store.prototype as Calls;
  const call = calls[method]!;
  const other = Promise.withResolvers<B | string>();
  calls[method] = async function (...args) {
    calls[method] = call;
    const answer = said(second());
    other.resolve(answer);
    await Promise.race([answer, sleep(HOLD_MS)]);
    return call.apply(this, args);
  };
  return Promise.all([said(first()), other.promise]);
}

/** What it answers, or the code of its refusal. */
async function said<T>(call: Promise<T>): Promise<T | string> {
  return call.catch((error: unknown) => refusalOf(error)?.code ?? String(error));
}

/** Logged into by nobody yet, with a code for its phone. */
async function newAccount() {
  const phone = newPhone();
  const replica = nextReplica();
  const { _id: accountId } = await replica
    .get(Transactions)
    .run((session) => replica.get(AccountsStore, { strict: false }).add(phone, session));
  return { accountId, phone, ...(await codeFor(phone)) };
}
type Account = Awaited<ReturnType<typeof newAccount>>;

const logIn = ({ phone, code, challengeId }: Account) => logInWith({ phone, code, challengeId });

const refresh = (refreshToken: string) => on(SessionsService).refresh(refreshToken);

const setAtDesk = ({ accountId }: Account, phone = newPhone()) =>
  on(PhonesService).set({ caller: OFFICER, accountId, body: { phone, reason: 'lost' } });

function change(account: Account, to: { phone: string; code: string; challengeId: string }) {
  const { accountId, code: oldCode, challengeId: oldChallengeId } = account;
  const caller = { accountId, roles: ['citizen' as const] };
  return on(PhonesService).change({
    caller,
    address: HERE,
    body: { ...to, oldCode, oldChallengeId },
  });
}

const withCode = async (phone: string) => ({ phone, ...(await codeFor(phone)) });

function accountOf(session: { accountId: string } | string): string {
  return typeof session === 'string' ? session : session.accountId;
}

function tokenOf(session: { refreshToken: string } | string): string {
  return typeof session === 'string' ? session : session.refreshToken;
}

beforeAll(() => startReplicas(IdentityModule), 60_000);

afterAll(stopReplicas, 60_000);

describe('a log-in by the old phone, while a desk gives the account another', () => {
  it('§1.phone.desk: given that it had read the account before, then its session ends too', async () => {
    const account = await newAccount();
    const [session, set] = await meet(
      [SessionsStore, 'insert'],
      () => logIn(account),
      () => setAtDesk(account),
    );
    expect(session).toMatchObject({ accountId: account.accountId });
    expect(set).toMatchObject({ accountId: account.accountId });
    expect(await said(refresh(tokenOf(session)))).toBe('REFRESH_TOKEN_INVALID');
  });

  it('§1.phone.desk: given that the sessions that end were looked up before, then it is a log-in into another account', async () => {
    const account = await newAccount();
    const [set, session] = await meet(
      [SessionsStore, 'removeAll'],
      () => setAtDesk(account),
      () => logIn(account),
    );
    expect(set).toMatchObject({ accountId: account.accountId });
    expect(accountOf(session)).toMatch(/^acc_/);
    expect(accountOf(session)).not.toBe(account.accountId);
  });
});

describe('a log-in by the old phone, while its owner takes another', () => {
  it('§1.phone.change §1.code.life: given one code of the old number for both, then one of both is done', async () => {
    const [account, to] = [await newAccount(), await withCode(newPhone())];
    const [session, changed] = await meet(
      [SessionsStore, 'insert'],
      () => logIn(account),
      () => change(account, to),
    );
    expect(session).toMatchObject({ accountId: account.accountId });
    expect(changed).toBe('PHONE_CHANGE_REFUSED');

    const [other, toOther] = [await newAccount(), await withCode(newPhone())];
    const results = await meet(
      [AccountsStore, 'save'],
      () => change(other, toOther),
      () => logIn(other),
    );
    expect(results).toMatchObject([{ accountId: other.accountId }, 'CODE_INVALID']);
  });
});

describe('the own number as the other one', () => {
  it('§1.phone.own: given its code for both, then nothing changes and the code is used up; given a wrong one, then it is refused', async () => {
    const account = await newAccount();
    const { phone, code, challengeId } = account;
    const wrong = { ...account, code: code === '000000' ? '000001' : '000000' };
    expect(await said(change(wrong, { phone, code, challengeId }))).toBe('PHONE_CHANGE_REFUSED');
    const changed = await change(account, { phone, code, challengeId });
    expect(changed).toEqual({
      accountId: account.accountId,
      phoneMasked: phone.replace(/^(...)....(....)$/, '$1****$2'),
    });
    expect(await said(change(account, { phone, code, challengeId }))).toBe('PHONE_CHANGE_REFUSED');
    expect(await said(logIn(account))).toBe('CODE_INVALID');
  });
});

describe('a refresh, while its session ends', () => {
  it('§1.phone.desk §1.refresh.rotated: given that a desk ends every session of the account, then neither token counts', async () => {
    const account = await newAccount();
    const { refreshToken } = await logIn(account);
    const [, fresh] = await meet(
      [SessionsStore, 'removeAll'],
      () => setAtDesk(account),
      () => refresh(refreshToken),
    );
    for (const token of [refreshToken, tokenOf(fresh)])
      expect(await said(refresh(token))).toBe('REFRESH_TOKEN_INVALID');

    const other = await newAccount();
    const before = await logIn(other);
    const [refused] = await meet(
      [SessionsStore, 'advance'],
      () => refresh(before.refreshToken),
      () => setAtDesk(other),
    );
    expect(refused).toBe('REFRESH_TOKEN_INVALID');
  });

  it('§1.refresh.reuse: given that an older token was used again, then the newest does not count either', async () => {
    const { refreshToken: oldest } = await logIn(await newAccount());
    const { refreshToken: older } = await refresh(oldest);
    const { refreshToken: newest } = await refresh(older);
    const [reused, fresh] = await meet(
      [SessionsStore, 'remove'],
      () => refresh(oldest),
      () => refresh(newest),
    );
    expect(reused).toBe('REFRESH_TOKEN_INVALID');
    for (const token of [newest, tokenOf(fresh)])
      expect(await said(refresh(token))).toBe('REFRESH_TOKEN_INVALID');
  });
});

describe('word to the old phone of a change at a desk', () => {
  afterEach(() => jest.restoreAllMocks());

  const textsTo = async (phone: string) =>
    (await on(SmsService).list(phone)).items.flatMap(({ text, code }) => (code ? [] : [text]));

  const failing = () =>
    jest.spyOn(SandboxSmsSender.prototype, 'send').mockRejectedValue(new Error('not reached'));

  it('§1.phone.desk: given that it could not be sent before the next change, then both old numbers are sent it, each of its own change', async () => {
    const account = await newAccount();
    const [second, third] = [newPhone(), newPhone()];
    failing();
    await setAtDesk(account, second);
    jest.restoreAllMocks();
    await setAtDesk(account, third);
    expect(await textsTo(account.phone)).toEqual([expect.stringContaining(second.slice(-4))]);
    expect(await textsTo(second)).toEqual([expect.stringContaining(third.slice(-4))]);
    expect(await textsTo(third)).toEqual([]);
  });

  it('§1.phone.desk: given that it could be sent of none of several changes, then a later run sends it of each, once', async () => {
    const account = await newAccount();
    const numbers = [account.phone, newPhone(), account.phone, newPhone()];
    failing();
    for (const phone of numbers.slice(1)) await setAtDesk(account, phone);
    jest.restoreAllMocks();
    await on(FormerPhones).sendAll();
    await on(FormerPhones).sendAll();
    expect(await textsTo(account.phone)).toHaveLength(2);
    expect(await textsTo(numbers[1]!)).toHaveLength(1);
    expect(await connection().collection('formerPhones').countDocuments()).toBe(0);
  });
});
