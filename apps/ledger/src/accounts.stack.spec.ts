import { RUN } from './races.environment';
import type { LicenceClaimed, SanctionCase } from '@demerit/contracts';
import { refusalOf, Transactions } from '@demerit/messaging';
import { Database, DomainClock } from '@demerit/platform';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { CorruptAccount } from './accounts';
import { EducationService } from './education/education.service';
import { givenRequest } from './given';
import { LedgerModule } from './ledger.module';
import type { LedgerEntry, LicenceState, RecordedBecause } from './ledger.types';
import { LicencesService } from './licences.service';
import { ReservationsService } from './reservations.service';
import { RollOverService } from './roll-over.service';
import { SanctionsService } from './sanctions/sanctions.service';
import { verifyLedger } from './verification';

/** Two replicas on one real database: ends of cycles, full score, reversals, cases, and an entry that somebody forged. rules.md §4, §5. */

const TEN = Array.from({ length: 10 }, (_, n) => n);
const officer = { accountId: 'acc_officer', roles: ['officer' as const] };
let replicas: INestApplicationContext[] = [];
let turn = 0;
let handlings = 0;

function on<T>(service: Type<T>): T {
  turn += 1;
  return replicas[turn % replicas.length]!.get(service, { strict: false });
}

function connection(): Connection {
  return replicas[0]!.get<Connection>(getConnectionToken());
}

/** What an event does, on one replica after the other. */
async function hear<T>(
  service: Type<T>,
  effect: (service: T, session: ClientSession) => Promise<void>,
): Promise<void> {
  turn += 1;
  const replica = replicas[turn % replicas.length]!;
  const transactions = replica.get(Transactions, { strict: false });
  await transactions.run((session) => effect(replica.get(service, { strict: false }), session));
}

async function claimed(name: string): Promise<string> {
  const event: LicenceClaimed = {
    accountId: `acc_${name}`,
    personKey: `person_${name}`,
    licenceId: `lic_${name}`,
    class: 'C1',
    firstIssuedOn: '2019-01-11',
    validUntil: '2039-01-11',
    version: 2,
  };
  await hear(LicencesService, (licences, session) => licences.claimed(event, session));
  return event.licenceId;
}

async function reserve(name: string, points: number): Promise<string> {
  handlings += 1;
  const handlingId = `hdl_${handlings}`;
  await on(ReservationsService).reserve(
    givenRequest({
      handlingId,
      accountId: `acc_${name}`,
      personKey: `person_${name}`,
      licenceId: `lic_${name}`,
      vehicleId: `veh_${handlings}`,
      points,
      method: 'window',
      decidedAt: clock().toISOString(),
    }),
  );
  return handlingId;
}

async function record(handlingId: string, because: RecordedBecause = 'paid'): Promise<void> {
  await hear(ReservationsService, (ledger, session) => ledger.record(handlingId, because, session));
}

async function revoke(handlingId: string): Promise<void> {
  const event = {
    handlingId,
    decisionNumber: 'D-1',
    violationId: 'vio_1',
    orderId: null,
    accountId: 'acc_1',
    licenceId: 'lic_1',
    vehicleId: 'veh_1',
    then: 'reopen' as const,
    reason: 'officer' as const,
    at: clock().toISOString(),
    version: 1,
  };
  await hear(ReservationsService, (ledger, session) => ledger.revoked(event, session));
}

async function licenceOf(name: string): Promise<LicenceState | null> {
  return connection()
    .collection<LicenceState>('licences')
    .findOne({ _id: `lic_${name}` });
}

async function entriesOf(name: string): Promise<string[]> {
  const found = connection()
    .collection<LedgerEntry>('entries')
    .find({ licenceId: `lic_${name}` });
  const entries = await found.sort({ _id: 1 }).toArray();
  return entries.map(({ type, points, balance }) => `${type} ${points} → ${balance}`);
}

async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => refusalOf(error)?.code ?? (error as Error).name,
  );
}

function counted(outcomes: string[]): Record<string, number> {
  const groups = Map.groupBy(outcomes, (one) => one);
  return Object.fromEntries([...groups].map(([name, { length }]) => [name, length]));
}

function clock(): Date {
  return replicas[0]!.get(DomainClock, { strict: false }).now();
}

/** As identity would say it. */
function moveClockTo(day: string): void {
  const offsetMs = Date.parse(`${day}T04:00:00Z`) - Date.now();
  for (const replica of replicas) {
    const domain = replica.get(DomainClock, { strict: false });
    domain.setOffset(offsetMs, (domain.state?.version ?? 0) + 1);
  }
}

beforeAll(async () => {
  replicas = await Promise.all(
    [1, 2].map(() => NestFactory.createApplicationContext(LedgerModule, { logger: false })),
  );
  await Promise.all(replicas.map((replica) => replica.get(Database).prepare()));
  moveClockTo('2027-06-01');
}, 60_000);

afterAll(async () => {
  await connection().dropDatabase();
  await Promise.all(replicas.map((replica) => replica.close()));
}, 60_000);

describe(`accounts on a real database (${RUN})`, () => {
  afterEach(async () => {
    expect((await verifyLedger(connection())).differences).toEqual([]);
  });

  test('a payment and a revocation heard at once: recorded and reversed, or never recorded', async () => {
    for (const n of TEN) {
      const handlingId = await reserve(`both${n}`, 3);
      await Promise.all([record(handlingId), revoke(handlingId)]);
      expect(await licenceOf(`both${n}`)).toMatchObject({ balance: 0, pending: 0 });
      expect(await outcome(revoke(handlingId))).toBe('REVERSAL_NOT_POSSIBLE');
    }
  }, 60_000);

  test('two records that together reach full score detain once', async () => {
    await claimed('full');
    const [one, two] = [await reserve('full', 6), await reserve('full', 6)];
    await Promise.all([record(one), record(two)]);
    expect(await licenceOf('full')).toMatchObject({
      balance: 12,
      holds: [{ kind: 'detained' }],
      holdsVersion: 1,
    });
    expect(await outcome(reserve('full', 0))).toBe('LICENCE_NOT_VALID');
  }, 60_000);

  test('ten officers record study days at once: none is lost, and the exam ends it', async () => {
    await claimed('student');
    await record(await reserve('student', 12));
    const step = { caller: officer, licenceId: 'lic_student' };
    const taken = TEN.slice(0, 7).map(() =>
      on(EducationService).record({ ...step, body: { studyDays: 1 } }),
    );
    await Promise.all(taken);
    const order = await on(EducationService).record({ ...step, body: { examPassed: 1 } });
    expect(order).toMatchObject({ status: 'completed', studyDays: 7, recorded: 0 });
    expect(await licenceOf('student')).toMatchObject({ balance: 0, holds: [], holdsVersion: 2 });
    const rows = await connection().collection('audit').countDocuments({ subject: 'lic_student' });
    expect(rows).toBe(8);
  }, 60_000);

  test('of two cases of one person that come into force at once one is the first, the other is decided anew', async () => {
    await claimed('seller');
    const decided: SanctionCase[] = [];
    for (const reason of ['one', 'two']) {
      const { caseId, etag } = await on(SanctionsService).open({
        caller: officer,
        body: {
          role: 'seller',
          licenceId: 'lic_seller',
          decisionNumbers: [],
          gainFen: 10_000,
          statement: reason,
          documentIds: [],
        },
      });
      const step = { caller: officer, caseId };
      const noticed = await on(SanctionsService).notice({ ...step, ifMatch: etag, body: {} });
      const body = { reason, fineFen: 100_000 };
      const ifMatch = noticed.etag;
      decided.push(await on(SanctionsService).decide({ ...step, ifMatch, body }));
    }
    const outcomes = await Promise.all(
      decided.map(({ caseId, etag: ifMatch }) =>
        outcome(on(SanctionsService).enforce({ caller: officer, caseId, ifMatch, body: {} })),
      ),
    );
    expect(counted(outcomes)).toEqual({ done: 1, SANCTION_DECISION_OUTDATED: 1 });
    expect(await licenceOf('seller')).toMatchObject({ holds: [{ kind: 'suspended' }] });
  }, 60_000);

  test('the end of the cycle, written by two replicas at once for many: once for each, and the same as was read before', async () => {
    const template = (await licenceOf('full'))!;
    const many = Array.from({ length: 1_000 }, (_, n) => ({
      ...template,
      ...{ _id: `lic_idle${n}`, accountId: `acc_idle${n}`, version: 1 },
      ...{ seq: 0, balance: 0, lastHash: '', holds: [], fullScores: [] },
      education: undefined,
    }));
    await connection()
      .collection<LicenceState>('licences')
      .insertMany(many, { ignoreUndefined: true });
    await record(await reserve('saver', 3));
    await record(await reserve('late', 6), 'overdue');
    await record(await reserve('late', 3));
    await claimed('late');
    const caller = { accountId: 'acc_late', roles: ['citizen' as const] };
    moveClockTo('2028-02-01');
    expect(await on(LicencesService).statement(caller)).toMatchObject({ recorded: 6 });
    await Promise.all(replicas.map((replica) => replica.get(RollOverService).run()));
    await on(RollOverService).run();
    await on(RollOverService).run();
    expect(await entriesOf('saver')).toEqual([
      'reserve 3 → 0',
      'record 3 → 3',
      'clear_at_cycle_end 3 → 0',
    ]);
    expect((await entriesOf('late')).slice(-2)).toEqual([
      'clear_at_cycle_end 9 → 0',
      'carry_in 6 → 6',
    ]);
    expect(await licenceOf('full')).toMatchObject({ balance: 12, cycleStartsOn: '2028-01-11' });
    const licences = connection().collection<LicenceState>('licences');
    expect(await licences.countDocuments({ cycleEndsBefore: { $lt: '2029-01-11' } })).toBe(0);
  }, 120_000);

  test('a reader of entries sees the end of a cycle that nobody has written', async () => {
    await claimed('reader');
    await record(await reserve('reader', 3));
    moveClockTo('2029-02-01');
    const caller = { accountId: 'acc_reader', roles: ['citizen' as const] };
    const { items } = await on(LicencesService).entriesOf({ caller, page: {} });
    expect(items[0]).toMatchObject({ type: 'clear_at_cycle_end', points: 3, balance: 0 });
  }, 60_000);
});

test('an entry that somebody forged stops its own licence and no other, and is named', async () => {
  await claimed('forged');
  const before = await reserve('forged', 3);
  const entries = connection().collection<LedgerEntry>('entries');
  await entries.updateOne({ causeId: before, type: 'reserve' }, { $set: { points: 1 } });
  expect(await outcome(reserve('forged', 1))).toBe(CorruptAccount.name);
  expect(await outcome(record(before))).toBe(CorruptAccount.name);
  const caller = { accountId: 'acc_forged', roles: ['citizen' as const] };
  expect(await outcome(on(LicencesService).statement(caller))).toBe(CorruptAccount.name);
  expect(await outcome(reserve('honest', 1))).toBe('done');
  const { differences } = await verifyLedger(connection());
  expect(differences).toMatchObject([
    { what: 'hash' },
    { of: 'lic_forged', what: 'pending', expected: 1, found: 3 },
  ]);
}, 60_000);
