import { RUN } from '../../../tools/dev/home/own-stores';
import type { HandlingState, ReservePoints, StateOfHandling } from '@demerit/contracts';
import { MessagingClient, refusalOf, Transactions, type OutboxDocument } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import {
  connection,
  nextReplica,
  on,
  replicas,
  startReplicas,
  stopReplicas,
} from '../../../test/support/replicas';
import { givenRequest } from './given';
import { saidByOthers } from './given-replicas';
import { LedgerModule } from '../src/ledger.module';
import type { RecordedBecause } from '../src/account/account.types';
import type { TargetDocument } from '../src/review/review.types';
import { ReservationsService } from '../src/reservations/reservations.service';
import { ConfirmationsService } from '../src/sanctions/confirmations.service';
import { verifyLedger } from '../src/verification/verification';

/** Four replicas of the ledger on one real database, and everything that may happen at once. rules.md §4.limits.fourth. */

const TWENTY = Array.from({ length: 20 }, (_, n) => n);
let handlings = 0;
/** Violations is not running here: what it would say of these handlings; of all others, that they stand. */
const states = new Map<string, HandlingState>();
/** The handlings of each request. */
const asked: string[][] = [];

/** As violations would answer: what is not said otherwise stands. */
function statesOf(handlingIds: string[]): { items: StateOfHandling[] } {
  asked.push(handlingIds);
  const stateOf = (handlingId: string) => states.get(handlingId) ?? 'decided';
  return { items: handlingIds.map((handlingId) => ({ handlingId, state: stateOf(handlingId) })) };
}

function request(licence: string, vehicle: string, more: Partial<ReservePoints> = {}) {
  handlings += 1;
  return givenRequest({
    handlingId: `hdl_${handlings}`,
    accountId: `acc_${licence}`,
    licenceId: `lic_${licence}`,
    vehicleId: `veh_${vehicle}`,
    points: 1,
    decidedAt: new Date().toISOString(),
    ...more,
  });
}

async function reserve(...what: Parameters<typeof request>): Promise<string> {
  return outcome(on(ReservationsService).reserve(request(...what)));
}

async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => refusalOf(error)?.code ?? String(error),
  );
}

function counted(outcomes: string[]): Record<string, number> {
  const groups = Map.groupBy(outcomes, (one) => one);
  return Object.fromEntries([...groups].map(([name, { length }]) => [name, length]));
}

async function targetsOf(...subjects: RegExp[]): Promise<TargetDocument[]> {
  return connection()
    .collection<TargetDocument>('targets')
    .find({ $or: subjects.map((subjectId) => ({ subjectId })) })
    .toArray();
}

async function eventsOf(type: string, about: string): Promise<OutboxDocument[]> {
  const rows = await connection().collection<OutboxDocument>('outbox').find({ type }).toArray();
  return rows.filter(({ payload }) => JSON.stringify(payload).includes(about));
}

async function recordAtOnce(handlingId: string, because: RecordedBecause): Promise<void> {
  const replica = nextReplica();
  const service = replica.get(ReservationsService);
  const transactions = replica.get(Transactions, { strict: false });
  await transactions.run((session) => service.record(handlingId, because, session));
}

/** `decision.revoked`, at one replica. */
async function revokedAtOnce(handlingId: string): Promise<string> {
  const event = { handlingId, decisionNumber: 'D-1', violationId: 'vio_1', orderId: null };
  const who = { accountId: 'acc_cleared', licenceId: 'lic_cleared', vehicleId: 'veh_unpaid' };
  const why = {
    then: 'reopen',
    reason: 'officer',
    at: new Date().toISOString(),
    version: 2,
  } as const;
  const [replica] = replicas;
  const service = replica!.get(ReservationsService);
  const transactions = replica!.get(Transactions, { strict: false });
  return outcome(
    transactions.run((session) => service.revoked({ ...event, ...who, ...why }, session)),
  );
}

beforeAll(
  () =>
    startReplicas(
      LedgerModule,
      (replica) => {
        replica.get(DomainClock, { strict: false }).setOffset(0, 0);
        const client = replica.get(MessagingClient, { strict: false });
        client.ask = async (type: string, asked: { handlingIds: string[]; accountId: string }) => {
          if (type === 'handling.states') return statesOf(asked.handlingIds);
          const said = saidByOthers(type, asked);
          if (said) return said;
          throw new Error(`nobody answers ${type}`);
        };
      },
      4,
    ),
  60_000,
);

afterEach(async () => {
  expect((await verifyLedger(connection())).differences).toEqual([]);
});

afterAll(stopReplicas, 60_000);

test(`§4.limits.race: twenty licences race for a vehicle’s last slot: one wins, one goes beyond it, and the vehicle is listed once (${RUN})`, async () => {
  await reserve('early1', 'last');
  await reserve('early2', 'last');
  const outcomes = await Promise.all(TWENTY.map((n) => reserve(`runner${n}`, 'last')));
  expect(counted(outcomes)).toEqual({ done: 1, VEHICLE_LIMIT_REACHED: 1, VEHICLE_SUSPENDED: 18 });
  expect(await targetsOf(/^veh_last$/)).toMatchObject([{ open: true, attempts: 1 }]);
  expect(await targetsOf(/^lic_runner/)).toHaveLength(1);
  expect(await eventsOf('vehicle-handling.suspended', 'veh_last')).toHaveLength(1);
  expect(await eventsOf('point-service.suspended', 'lic_runner')).toHaveLength(1);
}, 60_000);

test('whoever goes beyond the limit of a vehicle that is on the list already is listed, the vehicle not again', async () => {
  const own = { ownVehicle: true };
  for (const n of [1, 2]) await reserve(`family${n}`, 'family', own);
  const outcomes = await Promise.all(TWENTY.map((n) => reserve(`cousin${n}`, 'family', own)));
  expect(counted(outcomes)).toEqual({ done: 1, VEHICLE_LIMIT_REACHED: 19 });
  expect(await targetsOf(/^lic_cousin/)).toHaveLength(19);
  expect(await targetsOf(/^veh_family$/)).toMatchObject([{ open: true, attempts: 19 }]);
  expect(await eventsOf('vehicle-handling.suspended', 'veh_family')).toHaveLength(1);
  expect(await eventsOf('point-service.suspended', 'lic_cousin')).toHaveLength(19);
}, 60_000);

test('§4.slots.pending §4.limits.race: one licence races for its last vehicle: one listing, one suspension', async () => {
  await reserve('greedy', 'first');
  await reserve('greedy', 'second');
  const outcomes = await Promise.all(TWENTY.map((n) => reserve('greedy', `other${n}`)));
  expect(counted(outcomes)).toEqual({
    done: 1,
    LICENCE_LIMIT_REACHED: 1,
    POINT_SERVICE_SUSPENDED: 18,
  });
  expect(await targetsOf(/^lic_greedy$/)).toMatchObject([{ open: true, attempts: 1 }]);
  expect(await eventsOf('point-service.suspended', 'lic_greedy')).toHaveLength(1);
}, 60_000);

test('§4.suspended.person: one person races on the licences they had and have: one listing, one suspension', async () => {
  const twofold = async (licence: string, vehicle: string) =>
    reserve(licence, vehicle, { accountId: 'acc_twofold' });
  for (const licence of ['had', 'has'])
    for (const n of [1, 2, 3]) await twofold(licence, `${licence}${n}`);
  const outcomes = await Promise.all(
    TWENTY.map((n) => twofold(n % 2 === 0 ? 'had' : 'has', `further${n}`)),
  );
  expect(counted(outcomes)).toEqual({ LICENCE_LIMIT_REACHED: 1, POINT_SERVICE_SUSPENDED: 19 });
  expect(await targetsOf(/^lic_ha[ds]$/)).toMatchObject([{ accountId: 'acc_twofold' }]);
  expect(await eventsOf('point-service.suspended', 'acc_twofold')).toHaveLength(1);
}, 60_000);

test('nobody is refused because of what was withdrawn, also before its event is heard', async () => {
  await reserve('fickle', 'kept1');
  await reserve('fickle', 'kept2');
  const withdrawn = request('fickle', 'returned');
  await on(ReservationsService).reserve(withdrawn);
  states.set(withdrawn.handlingId, 'withdrawn');
  const before = asked.length;
  expect(await reserve('fickle', 'instead0')).toBe('done');
  // One question for all three of the year, not one each.
  expect(asked.slice(before).map(({ length }) => length)).toEqual([3]);
  const outcomes = await Promise.all([1, 2].map((n) => reserve('fickle', `instead${n}`)));
  expect(counted(outcomes)).toEqual({ LICENCE_LIMIT_REACHED: 1, POINT_SERVICE_SUSPENDED: 1 });
}, 60_000);

test('nobody is refused because of what was revoked, paid or not, also before its event is heard', async () => {
  await reserve('cleared', 'kept3');
  const unpaid = request('cleared', 'unpaid');
  const paid = request('cleared', 'paid');
  for (const revoked of [unpaid, paid]) await on(ReservationsService).reserve(revoked);
  await recordAtOnce(paid.handlingId, 'paid');
  for (const { handlingId } of [unpaid, paid]) states.set(handlingId, 'revoked');
  const outcomes = await Promise.all([4, 5, 6].map((n) => reserve('cleared', `instead${n}`)));
  expect(counted(outcomes)).toEqual({ done: 2, LICENCE_LIMIT_REACHED: 1 });
  for (const { handlingId } of [unpaid, paid]) {
    expect(await revokedAtOnce(handlingId)).toBe('done');
    expect(await revokedAtOnce(handlingId)).toBe('REVERSAL_NOT_POSSIBLE');
  }
  expect(await eventsOf('points.reversed', paid.handlingId)).toHaveLength(1);
}, 60_000);

test('the same handling asked for twenty times at once is reserved once', async () => {
  const same = request('patient', 'van');
  const replies = await Promise.all(TWENTY.map(() => on(ReservationsService).reserve(same)));
  expect(new Set(replies.map(({ entryId }) => entryId)).size).toBe(1);
}, 60_000);

test('paid, overdue and decided without a fine at once: recorded once', async () => {
  const bought = request('payer', 'truck', { points: 6 });
  await on(ReservationsService).reserve(bought);
  const causes: RecordedBecause[] = ['paid', 'overdue', 'no_fine', 'paid', 'overdue', 'no_fine'];
  await Promise.all(causes.map((because) => recordAtOnce(bought.handlingId, because)));
  const recorded = { type: 'record', causeId: bought.handlingId };
  const entries = await connection().collection('entries').find(recorded).toArray();
  expect(entries).toMatchObject([{ points: 6, balance: 6 }]);
  expect(await eventsOf('points.recorded', bought.handlingId)).toHaveLength(1);
  expect(await eventsOf('points.threshold-crossed', 'lic_payer')).toHaveLength(1);
}, 60_000);

test('of ten reviewers who decide on the same state one is heard', async () => {
  const [target] = await targetsOf(/^lic_greedy$/);
  const decision = {
    caller: { accountId: 'acc_reviewer', roles: ['reviewer' as const] },
    targetId: target!._id,
    ifMatch: `"${target!.version}"`,
    body: { decision: 'release' as const, reason: 'They own four cars', extraSlots: 1 },
  };
  const outcomes = await Promise.all(
    TWENTY.slice(0, 10).map(() => outcome(on(ConfirmationsService).decide(decision))),
  );
  expect(counted(outcomes)).toEqual({ done: 1, PRECONDITION_FAILED: 9 });
  expect(await eventsOf('point-service.reinstated', 'lic_greedy')).toHaveLength(1);
  expect(await connection().collection('audit').countDocuments({ subject: target!._id })).toBe(1);
  expect(await reserve('greedy', 'fourth')).toBe('done');
  expect(await reserve('greedy', 'fifth')).toBe('LICENCE_LIMIT_REACHED');
  expect(await targetsOf(/^lic_greedy$/)).toHaveLength(2);
}, 60_000);
