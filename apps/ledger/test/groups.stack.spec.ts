import { RUN } from '../../../tools/dev/home/own-stores';
import type { ReservePoints, SanctionCase } from '@demerit/contracts';
import { Logger, type INestApplicationContext } from '@nestjs/common';
import { connection, on, replicas, stopReplicas } from '../../../test/support/replicas';
import { givenRequest } from './given';
import {
  changed,
  commitsOf,
  FIRST_DAY,
  receive,
  recorded,
  replicaOf,
  reserve,
  revoked,
  standAt,
  startGroups,
  today,
  withdrawn,
} from './given-groups';
import { counted, entriesOf, licenceOf, officer, outcome } from './given-replicas';
import { CorruptAccount } from '../src/account/accounts';
import type { EntryDocument } from '../src/account/account.types';
import type { TargetDocument } from '../src/review/review.types';
import { RollOverService } from '../src/roll-over/roll-over.service';
import { ConfirmationsService } from '../src/sanctions/confirmations.service';
import { SanctionsService } from '../src/sanctions/sanctions.service';
import { verifyLedger } from '../src/verification/verification';

/** Many commands at once, which share transactions. docs/decisions/0018. */

/** They race where a test gives them the same at once. */
const REPLICAS = 4;
let handlings = 0;

function request(driver: string, vehicle: string, more: Partial<ReservePoints> = {}) {
  handlings += 1;
  return givenRequest({
    handlingId: `hdl_${handlings}`,
    accountId: `acc_${driver}`,
    personKey: `person_${driver}`,
    licenceId: `lic_${driver}`,
    vehicleId: `veh_${vehicle}`,
    points: 1,
    method: 'window',
    violationOccurredAt: today().toISOString(),
    decidedAt: today().toISOString(),
    ...more,
  });
}

function requests(count: number, name: string): ReservePoints[] {
  return Array.from({ length: count }, (_, n) => request(`${name}${n}`, `${name}${n}`));
}

async function reserveAll(asked: readonly ReservePoints[]): Promise<string[]> {
  return Promise.all(asked.map((one) => outcome(reserve(one))));
}

/** The same to all replicas at once; whoever hears nothing in time asks again, as services and the broker do. */
async function onEach(
  give: (replica: INestApplicationContext, one: ReservePoints) => Promise<string>,
  asked: readonly ReservePoints[],
): Promise<string[][]> {
  const untilInTime = async (ask: () => Promise<string>): Promise<string> => {
    const came = await ask();
    return came === 'TransactionTimedOut' ? untilInTime(ask) : came;
  };
  const giveAll = (replica: INestApplicationContext): Promise<string[]> =>
    Promise.all(asked.map((one) => untilInTime(() => give(replica, one))));
  return Promise.all(replicas.map(giveAll));
}

/** Two entries each time. */
async function reservedAndUndone(request: ReservePoints, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const undone = { ...request, handlingId: `${request.handlingId}-${n}` };
    await reserve(undone);
    const event = withdrawn(undone);
    await receive(event.handlingId, (ledger, session) => ledger.withdrawn(event, session));
  }
}

async function targetOf(subjectId: string): Promise<TargetDocument | null> {
  return connection().collection<TargetDocument>('targets').findOne({ subjectId });
}

async function entriesOfType(type: EntryDocument['type'], prefix: string): Promise<number> {
  const licenceId = new RegExp(`^lic_${prefix}`);
  return connection().collection<EntryDocument>('entries').countDocuments({ type, licenceId });
}

async function eventsOf(type: string, about: RegExp): Promise<number> {
  const events = connection().collection('outbox');
  return events.countDocuments({ type, 'payload.licenceId': about });
}

/** A case that waits for nothing but to come into force. */
async function decidedCase(driver: string): Promise<SanctionCase> {
  await changed(driver, { version: 2, firstIssuedOn: '2019-01-11' });
  const body = { role: 'seller' as const, licenceId: `lic_${driver}`, gainFen: 10_000 };
  const { caseId, etag } = await on(SanctionsService).open({
    caller: officer,
    body: { ...body, decisionNumbers: [], statement: 'sold points', documentIds: [] },
  });
  const step = { caller: officer, caseId };
  const noticed = await on(SanctionsService).notice({ ...step, ifMatch: etag, body: {} });
  const decision = { reason: 'proved', fineFen: 100_000 };
  return on(SanctionsService).decide({ ...step, ifMatch: noticed.etag, body: decision });
}

beforeAll(() => startGroups(REPLICAS), 60_000);

afterEach(async () => {
  expect((await verifyLedger(connection())).differences).toEqual([]);
}, 60_000);

afterAll(stopReplicas, 60_000);

test(`sixty drivers at once share a transaction, and so do the records of their points (${RUN})`, async () => {
  const asked = requests(60, 'crowd');
  let outcomes: string[] = [];
  const commits = await commitsOf(async () => (outcomes = await reserveAll(asked)));
  expect(counted(outcomes)).toEqual({ done: 60 });
  // A machine that is busy may leave one of them behind.
  expect(commits).toBeLessThanOrEqual(2);
  const record = () => Promise.all(asked.map(({ handlingId }) => recorded(handlingId)));
  expect(await commitsOf(record)).toBeLessThanOrEqual(2);
  expect(await entriesOfType('record', 'crowd')).toBe(60);
}, 60_000);

test('§4.verify.entries: of thirty that share a transaction, one whose entry was forged stops, is named, and stops none of the others', async () => {
  const asked = requests(30, 'thirty');
  await reserveAll(asked);
  const entries = connection().collection<EntryDocument>('entries');
  const { handlingId: causeId } = asked[7]!;
  const forge = (points: number) =>
    entries.updateOne({ causeId, type: 'reserve' }, { $set: { points } });
  await forge(0);
  const alert = jest.spyOn(Logger.prototype, 'error');
  const record = () => asked.map((one) => outcome(recorded(one.handlingId)));
  let outcomes: string[] = [];
  const commits = await commitsOf(async () => (outcomes = await Promise.all(record())));
  expect(commits).toBeLessThanOrEqual(2);
  expect(outcomes[7]).toBe(CorruptAccount.name);
  expect(counted(outcomes)).toEqual({ done: 29, [CorruptAccount.name]: 1 });
  const named = { alert: 'corrupt_account', licenceId: 'lic_thirty7' };
  expect(alert).toHaveBeenCalledWith(expect.objectContaining(named));
  expect(await entriesOfType('record', 'thirty')).toBe(29);
  // Its event was not taken as applied: put right, it is recorded like the others.
  await forge(1);
  await Promise.all(record());
  expect(await entriesOfType('record', 'thirty')).toBe(30);
}, 60_000);

test('§4.verify.entries: a licence some of whose entries are gone stands still, also where the newest are all there', async () => {
  const asked = request('gap', 'gap');
  await reservedAndUndone(asked, 15);
  const entries = connection().collection<EntryDocument>('entries');
  const gone = { licenceId: 'lic_gap', seq: { $gte: 8, $lte: 12 } };
  const rows = await entries.find(gone).toArray();
  await entries.deleteMany(gone);
  expect(await outcome(reserve(asked))).toBe(CorruptAccount.name);
  await entries.insertMany(rows);
  expect(await outcome(reserve(asked))).toBe('done');
}, 60_000);

test('§4.limits.fourth-vehicle §4.limits.race: twenty who want a vehicle at once in a shared transaction: three get it, the fourth is listed with it, the others are refused', async () => {
  const asked = Array.from({ length: 20 }, (_, n) => request(`hot${n}`, 'hot'));
  const outcomes = await reserveAll(asked);
  // First come, first served; whoever is refused comes again when violations was asked, in any order.
  expect(outcomes.slice(0, 3)).toEqual(['done', 'done', 'done']);
  expect(counted(outcomes)).toEqual({ done: 3, VEHICLE_LIMIT_REACHED: 1, VEHICLE_SUSPENDED: 16 });
  expect(await targetOf('veh_hot')).toMatchObject({ open: true, attempts: 1 });
  const fourth = asked[outcomes.indexOf('VEHICLE_LIMIT_REACHED')]!;
  const { licenceId, accountId } = fourth;
  expect(await targetOf(licenceId)).toMatchObject({ open: true, accountId, attempts: 1 });
  const listed = { subjectId: /_hot/ };
  expect(await connection().collection('targets').countDocuments(listed)).toBe(2);
  expect(await connection().collection('attempts').countDocuments({ vehicleId: 'veh_hot' })).toBe(
    1,
  );
  expect(await entriesOfType('reserve', 'hot')).toBe(3);
}, 60_000);

test.each([2, 4])(
  'a hundred handlings asked for at %i replicas at once, and half of their payments told to all: each reserved and recorded once',
  async (count) => {
    const [racing, name] = [replicas.slice(0, count), `twin${count}of`];
    const asked = Array.from({ length: 100 }, (_, n) =>
      request(`${name}${n % 25}`, `${name}${n % 25}`),
    );
    const all = racing.map((replica) => asked.map((one) => outcome(reserve(one, replica))));
    expect(counted(await Promise.all(all.flat()))).toEqual({ done: 100 * count });
    expect(await entriesOfType('reserve', name)).toBe(100);
    const again = asked.flatMap(({ handlingId }, n) =>
      (n % 2 === 0 ? racing : [replicaOf(1)]).map((replica) => recorded(handlingId, { replica })),
    );
    const duplicate = 50 * (count - 1);
    expect(counted(await Promise.all(again))).toEqual({ applied: 100, duplicate });
    expect(await entriesOfType('record', name)).toBe(100);
    expect(await eventsOf('points.recorded', new RegExp(`^lic_${name}`))).toBe(100);
  },
  60_000,
);

test('a revocation on an account longer than what is read by ids is carried out beside those that share a transaction', async () => {
  const [first, ...others] = requests(12, 'long');
  await reservedAndUndone(first!, 51);
  await reserve(first!);
  await recorded(first!.handlingId);
  const revoke = receive('revoked-long', (ledger, session) =>
    ledger.revoked(revoked(first!), session),
  );
  expect(counted(await reserveAll(others))).toEqual({ done: 11 });
  expect(await revoke).toBe('applied');
  expect(await licenceOf('long0')).toMatchObject({ seq: 105, balance: 0, pending: 0 });
}, 60_000);

test('§4.limits.race: four replicas that are given the same at once answer the same, do each once and pass no limit', async () => {
  const asked = Array.from({ length: 40 }, (_, n) => request(`raced${n % 8}`, `raced${n % 10}`));
  const outcomes = await onEach((replica, one) => outcome(reserve(one, replica)), asked);
  for (const same of outcomes) expect(same).toEqual(outcomes[0]);
  const done = asked.filter((_, n) => outcomes[0]![n] === 'done');
  expect(done.length).toBeGreaterThan(8);
  for (const subject of ['licenceId', 'vehicleId'] as const)
    for (const ofOne of Map.groupBy(done, (one) => one[subject]).values())
      expect(ofOne.length).toBeLessThanOrEqual(3);
  const records = await onEach(
    (replica, { handlingId }) => outcome(recorded(handlingId, { replica })),
    done,
  );
  expect(records.flat()).toEqual(Array.from({ length: REPLICAS * done.length }, () => 'done'));
  expect(await entriesOfType('reserve', 'raced')).toBe(done.length);
  expect(await entriesOfType('record', 'raced')).toBe(done.length);
}, 60_000);

test('§4.cycle-end.clears: while cycles end, a person is released and another sanctioned, none of the commands on their licences is lost', async () => {
  const drivers = requests(12, 'busy');
  await reserveAll(drivers);
  await Promise.all(drivers.map(({ handlingId }) => recorded(handlingId)));
  standAt(new Date('2028-02-01T04:00:00.000Z'));
  // The first driver goes beyond the limit in the new cycle, and waits for a reviewer.
  for (const n of [1, 2, 3, 4]) await outcome(reserve(request('busy0', `further${n}`)));
  const target = (await targetOf('lic_busy0'))!;
  const sanction = await decidedCase('busy1');
  const release = {
    caller: { accountId: 'acc_reviewer', roles: ['reviewer' as const] },
    targetId: target._id,
    ifMatch: `"${target.version}"`,
    body: { decision: 'release' as const, reason: 'own cars', extraSlots: 2 },
  };
  const enforce = { caller: officer, caseId: sanction.caseId, ifMatch: sanction.etag, body: {} };
  const cars = drivers.flatMap((_, n) => [1, 2, 3].map(() => request(`busy${n}`, `busy${n}`)));
  const [rolled, released, enforced, ...reserved] = await Promise.all([
    outcome(Promise.all(replicas.map((replica) => replica.get(RollOverService).run()))),
    outcome(on(ConfirmationsService).decide(release)),
    outcome(on(SanctionsService).enforce(enforce)),
    ...cars.map((one, n) => outcome(reserve(one, replicaOf(n % REPLICAS)))),
  ]);
  expect([rolled, released, enforced]).toEqual(['done', 'done', 'done']);
  expect(new Set(reserved.slice(0, 3))).not.toContain('TransactionTimedOut');
  expect(counted(reserved.slice(6))).toEqual({ done: 30 });
  expect(await targetOf('lic_busy0')).toMatchObject({ open: false, status: 'released' });
  expect(await licenceOf('busy1')).toMatchObject({ holds: [{ kind: 'suspended' }] });
  for (const n of drivers.keys()) {
    const ends = (await entriesOf(`busy${n}`)).filter((one) => one.startsWith('clear'));
    expect(ends).toEqual(['clear_at_cycle_end 1 → 0']);
  }
  standAt(FIRST_DAY);
}, 60_000);
