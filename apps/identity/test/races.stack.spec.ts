import { RUN } from '../../../tools/dev/home/own-stores';
import { randomInt } from 'node:crypto';
import { checkDigit, type Denial } from '@demerit/contracts';
import { refusalOf } from '@demerit/messaging';
import { Metrics } from '@demerit/platform';
import {
  connection,
  on,
  replicas,
  startReplicas,
  stopReplicas,
} from '../../../test/support/replicas';
import { AccountsService } from '../src/accounts/accounts.service';
import { AccountsStore } from '../src/accounts/accounts.store';
import { ClockService } from '../src/clock/clock.service';
import { DenialsStore } from '../src/denials/denials.store';
import { DocumentsService } from '../src/documents/documents.service';
import { IdentityModule } from '../src/identity.module';
import { LicencesService } from '../src/licences/licences.service';
import { CodesService } from '../src/codes/codes.service';
import { SessionsService } from '../src/sessions/sessions.service';
import { SigningKeysStore } from '../src/sessions/signing-keys.store';
import { Tokens } from '../src/sessions/tokens';
import { SmsService } from '../src/sms/sms.service';
import { VerificationService } from '../src/verification/verification.service';
import { codeFor, HERE, logInWith, newPhone, newSession } from './new-sessions';

/** Two replicas of identity on one real database, in which everything that may happen at once does. */

/** A picture of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function outcomes(count: number, attempt: (index: number) => Promise<unknown>) {
  const settled = await Promise.allSettled(Array.from({ length: count }, (_, n) => attempt(n)));
  return settled.map((one) => (one.status === 'fulfilled' ? 'done' : said(one.reason))).toSorted();
}

function said(error: unknown): string {
  return refusalOf(error)?.code ?? String(error);
}

function newIdNumber(): string {
  const digits = `33019919900101${String(randomInt(1000)).padStart(3, '0')}`;
  return digits + checkDigit(digits);
}

async function* content(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function newApplicant() {
  const { accountId, roles } = await newSession();
  const sides = ['id_card_front', 'id_card_back'] as const;
  const documents = await Promise.all(
    sides.map((kind) =>
      on(DocumentsService).upload({
        accountId,
        kind,
        content: content(PNG),
        idempotencyId: undefined,
      }),
    ),
  );
  return { caller: { accountId, roles }, documentIds: documents.map((one) => one.documentId) };
}

beforeAll(() => startReplicas(IdentityModule), 60_000);

afterAll(stopReplicas, 60_000);

test('§1.token.keys: two first starts at once make one signing key, and two rotations at once one more', async () => {
  const shown = () => Promise.all(replicas.map((replica) => replica.get(Tokens).jwks()));
  const [first, second] = await shown();
  expect(first!.keys).toHaveLength(1);
  expect(first).toEqual(second);

  await Promise.all([1, 2, 3].map(() => on(SigningKeysStore).addAfter(1)));
  const [rotated] = await shown();
  expect(rotated!.keys).toHaveLength(2);
  expect(rotated!.keys[1]).toEqual(first!.keys[0]);
});

test('§1.code.minute: of many requests for a code at once one is answered', async () => {
  const phone = newPhone();
  const results = await outcomes(8, () => on(CodesService).request(phone, HERE));
  expect(results).toEqual([...Array<string>(7).fill('RATE_LIMITED'), 'done']);
  expect((await on(SmsService).list(phone)).items).toHaveLength(1);
});

test('§1.login.account: of many log-ins with one code one succeeds, and makes one account', async () => {
  const phone = newPhone();
  const sent = await codeFor(phone);
  const results = await outcomes(4, () => logInWith({ phone, ...sent }));
  expect(results).toEqual([...Array<string>(3).fill('CODE_INVALID'), 'done']);
});

test('§1.code.tries: guesses at once get no more tries than five, one after the other', async () => {
  const phone = newPhone();
  const sent = await codeFor(phone);
  const code = String((Number(sent.code) + 1) % 1_000_000).padStart(6, '0');
  const guess = (): Promise<unknown> => logInWith({ phone, ...sent, code });
  expect(await outcomes(12, guess)).toEqual(Array<string>(12).fill('CODE_INVALID'));
  await expect(logInWith({ phone, ...sent })).rejects.toThrow('CODE_INVALID');
});

test('§1.refresh.rotated: one refresh token presented many times at once gives one new one; later it ends the family', async () => {
  const { refreshToken } = await newSession();
  const sessions = await Promise.all(
    Array.from({ length: 8 }, () => on(SessionsService).refresh(refreshToken)),
  );
  const fresh = new Set(sessions.map((session) => session.refreshToken));
  expect(fresh.size).toBe(1);
  const [second = ''] = fresh;
  const { refreshToken: third } = await on(SessionsService).refresh(second);
  await expect(on(SessionsService).refresh(refreshToken)).rejects.toThrow('REFRESH_TOKEN_INVALID');
  await expect(on(SessionsService).refresh(third)).rejects.toThrow('REFRESH_TOKEN_INVALID');
});

test('§1.token.denied §1.role.at-once: what ends sessions or changes roles is kept as denied, also when a token is renewed meanwhile, and is read a page at a time', async () => {
  const { accountId, roles, refreshToken } = await newSession();
  const caller = { accountId, roles };
  const { items } = await on(SessionsService).list({ caller, page: {} });
  const { sessionId } = items[0]!;
  const renewal = on(SessionsService).refresh(refreshToken);
  await on(SessionsService).end({ caller, sessionId });
  await renewal.catch(() => undefined);
  const body = { roles: ['citizen' as const, 'officer' as const] };
  await on(AccountsService).setRoles({
    caller: { accountId: 'acc_admin', roles: [] },
    accountId,
    body,
  });

  const ofSession = await denialOf(sessionId);
  expect(ofSession?.before).toBeUndefined();
  const livesForMs = Date.parse(ofSession?.endsAt ?? '') - Date.now();
  expect(livesForMs).toBeGreaterThan(19 * 60_000);
  expect(livesForMs).toBeLessThanOrEqual(20 * 60_000);
  const changed = (await on(AccountsStore).find(accountId))?.version;
  expect(await denialOf(accountId)).toMatchObject({ before: changed });
  await on(AccountsService).setRoles({
    caller: { accountId: 'acc_admin', roles: [] },
    accountId,
    body: { roles: ['citizen'] },
  });
  expect(await denialOf(accountId)).toMatchObject({ before: (changed ?? 0) + 1 });

  const endsAt = new Date(Date.now() + 60_000);
  const many = Array.from({ length: 1_500 }, (_, n) => ({ _id: `ses_many_${n}`, endsAt }));
  const denials = connection().collection<{ _id: string; endsAt: Date }>('denials');
  await denials.insertMany([...many, { _id: 'ses_over', endsAt: new Date(Date.now() - 1) }]);
  const ids = (await allDenials()).map(({ id }) => id);
  expect(ids).toHaveLength(await denials.countDocuments({ endsAt: { $gt: new Date() } }));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).not.toContain('ses_over');
});

async function allDenials(): Promise<Denial[]> {
  const all: Denial[] = [];
  let after: string | undefined;
  do {
    const page = await on(DenialsStore).list(after);
    all.push(...page.denials);
    after = page.after;
  } while (after !== undefined);
  return all;
}

async function denialOf(id: string): Promise<Denial | undefined> {
  return (await allDenials()).find((denial) => denial.id === id);
}

test('§1.code.hashed: neither a code nor a refresh token is kept as it is', async () => {
  const phone = newPhone();
  const { code, challengeId } = await codeFor(phone);
  const { refreshToken } = await logInWith({ phone, code, challengeId });
  const collections = await connection().listCollections();
  const kept = await Promise.all(
    collections.map(({ name }) => connection().collection(name).find().toArray()),
  );
  const text = JSON.stringify(kept);
  expect(text).not.toContain(`"${code}"`);
  expect(text).not.toContain(refreshToken);
  expect(text).not.toContain(refreshToken.split('.').at(-1));
  expect(text).not.toContain(phone);
});

test('§1.verify.one-account §1.licence.one: of several accounts that submit one ID number one is verified, also when all are approved at once, and then gets its licence', async () => {
  const idNumber = newIdNumber();
  const applicants = await Promise.all([newApplicant(), newApplicant(), newApplicant()]);
  const submit = (n: number): Promise<unknown> =>
    on(VerificationService).submit({
      caller: applicants[n]!.caller,
      body: { name: '张三', idNumber, documentIds: applicants[n]!.documentIds },
    });
  expect(await outcomes(3, submit)).toEqual(['done', 'done', 'done']);

  const caller = { accountId: 'acc_reviewer', roles: ['reviewer' as const] };
  const { items } = await on(VerificationService).list({ caller, page: {} });
  const approve = (n: number): Promise<unknown> =>
    on(VerificationService).decide({
      caller,
      accountId: items[n]!.accountId,
      ifMatch: items[n]!.etag,
      body: { decision: 'approve' },
    });
  expect(await outcomes(3, approve)).toEqual(['ID_NUMBER_TAKEN', 'ID_NUMBER_TAKEN', 'done']);
  const { items: verified } = await on(VerificationService).list({
    caller,
    status: 'verified',
    page: {},
  });
  const { accountId } = verified[0]!;

  const fileNumber = '330112345678';
  const licenceNumbers = [idNumber, `33${String(randomInt(1e10)).padStart(10, '0')}`];
  const days = { firstIssuedOn: '2019-01-11', validUntil: '2039-01-11' };
  await outcomes(6, (n) =>
    on(LicencesService).register({
      caller,
      body: { licenceNumber: licenceNumbers[n % 2]!, fileNumber, idNumber, class: 'C1', ...days },
    }),
  );
  const claims = await outcomes(2, (n) =>
    on(LicencesService).claim({
      caller: { accountId, roles: ['citizen'] },
      body: { licenceNumber: licenceNumbers[n]!, fileNumber },
    }),
  );
  expect(claims).toEqual(['LICENCE_ALREADY_CLAIMED', 'done']);
});

test('the age of the oldest identity that waits for a reviewer is told', async () => {
  const { caller, documentIds } = await newApplicant();
  const body = { name: '张三', idNumber: newIdNumber(), documentIds };
  await on(VerificationService).submit({ caller, body });
  const figures = replicas[0]!.get(Metrics).registry;
  const text = await figures.getSingleMetricAsString('demerit_identity_review_oldest_seconds');
  expect(Number(/ ([\d.e-]+)$/.exec(text)?.[1])).toBeGreaterThan(0);
});

test('an upload repeated at once under one key stores one document', async () => {
  const { accountId } = await newSession();
  const upload = () =>
    on(DocumentsService).upload({
      accountId,
      kind: 'evidence',
      content: content(PNG),
      idempotencyId: `key-${accountId}`,
    });
  const results = await outcomes(8, upload);
  expect(results.filter((result) => result !== 'IDEMPOTENCY_IN_PROGRESS')).toContain('done');
  const again = await Promise.all([upload(), upload()]);
  expect(again[0]).toEqual(again[1]);
});

test('§8.clock.newest: moves of the clock at once all count, a repeated one once', async () => {
  const before = await on(ClockService).get();
  const body = { advanceSeconds: 60 };
  const idempotency = { id: `clock-${RUN}`, bodyHash: 'sixty' };
  await Promise.all(Array.from({ length: 4 }, () => on(ClockService).advance({ body })));
  await on(ClockService).advance({ body, idempotency });
  await on(ClockService).advance({ body, idempotency });
  const { offsetMs } = await on(ClockService).get();
  expect(offsetMs - before.offsetMs).toBe(5 * 60_000);
});
