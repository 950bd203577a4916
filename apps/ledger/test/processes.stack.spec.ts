import type { ReservePoints } from '@demerit/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { Replica } from '../../../tools/dev/supervise/replica';
import { Ledgers, type Answered } from './given-processes';
import { verifyLedger } from '../src/verification/verification';

/** Replicas of the ledger that share its work, as processes. docs/decisions/0020. */

jest.setTimeout(120_000);

const LICENCES = 128;
const SHARDS = 8;
const TOLERANCE = 0.2;
const SERVED_WITHIN_MS = 5_000;

let ledgers: Ledgers;

beforeEach(async () => {
  ledgers = await Ledgers.open();
});
afterEach(() => ledgers.close());

/** As many of each licence. */
function requests(each: number): ReservePoints[] {
  return Array.from({ length: each * LICENCES }, (_, n) => ledgers.newRequest(n % LICENCES));
}

/** Of the work that each has done since `before`, what part it is of an equal share. */
async function sharesOf(
  replicas: readonly Replica[],
  type: string,
  before: readonly number[] = [],
): Promise<number[]> {
  const counts = await Promise.all(replicas.map((replica) => replica.handled(type)));
  const done = counts.map((count, n) => count - (before[n] ?? 0));
  const equal = done.reduce((sum, count) => sum + count) / replicas.length;
  return done.map((count) => count / equal);
}

function expectEqual(shares: readonly number[]): void {
  for (const share of shares) expect(Math.abs(share - 1)).toBeLessThan(TOLERANCE);
}

/** Each asked once and answered once, each reserved and recorded once, and the books are right. */
async function expectAllDone(answered: readonly Answered[]): Promise<void> {
  const asked = new Set(answered.map(({ request }) => request.handlingId));
  expect(asked.size).toBe(answered.length);
  expect(answered.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
  const { database } = ledgers;
  const entries = database.collection('entries');
  const events = database.collection('outbox');
  expect(await database.collection('reservations').countDocuments({})).toBe(answered.length);
  expect(await entries.countDocuments({ type: 'reserve' })).toBe(answered.length);
  expect(await entries.countDocuments({ type: 'record' })).toBe(answered.length);
  expect(await events.countDocuments({ type: 'points.recorded' })).toBe(answered.length);
  expect((await verifyLedger(database)).differences).toEqual([]);
}

async function allRecorded(answered: readonly Answered[]): Promise<void> {
  const requests = answered.map(({ request }) => request);
  await ledgers.settle(requests);
  const ids = requests.map(({ handlingId }) => handlingId);
  const recorded = { _id: { $in: ids }, state: 'recorded' };
  await ledgers.untilThereAre('reservations', answered.length, recorded);
}

test('given two and four replicas, then they share commands and events within a fifth, and none is idle', async () => {
  const two = await ledgers.start(2);
  await ledgers.claim(LICENCES);
  const first = await ledgers.reserveAll(requests(3));
  await allRecorded(first);
  expectEqual(await sharesOf(two, 'points.reserve'));
  expectEqual(await sharesOf(two, 'payment.settled'));

  await ledgers.start(2);
  const four = ledgers.replicas;
  const before = {
    reserved: await Promise.all(four.map((one) => one.handled('points.reserve'))),
    settled: await Promise.all(four.map((one) => one.handled('payment.settled'))),
  };
  const second = await ledgers.reserveAll(requests(3));
  await allRecorded(second);
  expectEqual(await sharesOf(four, 'points.reserve', before.reserved));
  expectEqual(await sharesOf(four, 'payment.settled', before.settled));
  await expectAllDone([...first, ...second]);
});

test('given four replicas under load, when one is killed, another told to end, and one comes, then each licence is served within 5 s, no command is lost or done twice, and the newcomer has a share', async () => {
  const [first, second] = await ledgers.start(4);
  await ledgers.claim(LICENCES);
  const answered: Answered[] = [];
  let isOver = false;
  const load = Promise.all(
    Array.from({ length: 32 }, async (_, worker) => {
      for (let n = worker; !isOver; n += 32) {
        const one = await ledgers.reserve(ledgers.newRequest(n % LICENCES));
        answered.push(one);
        await ledgers.settle([one.request]);
      }
    }),
  );

  await sleep(1_000);
  const killedAt = performance.now();
  await first!.kill();
  await sleep(2_000);
  const { code } = await second!.stop();
  await sleep(1_000);
  const [newcomer] = await ledgers.start();
  await sleep(2_000);
  isOver = true;
  await load;

  expect(code).toBe(0);
  expect(servedAgainAfter(answered, killedAt)).toBeLessThan(SERVED_WITHIN_MS);
  expect(await newcomer!.handled('points.reserve')).toBeGreaterThan(0);
  await ledgers.untilThereAre('reservations', answered.length, { state: 'recorded' });
  await expectAllDone(answered);
});

/** How long after that instant the last of the shards had answered what was asked since. */
function servedAgainAfter(answered: readonly Answered[], instant: number): number {
  const since = answered.filter(({ askedAt }) => askedAt > instant);
  const ofShards = Map.groupBy(since, ({ request }) => shardFor(request));
  expect(ofShards.size).toBe(SHARDS);
  const firstAnswers = [...ofShards.values()].map((ofShard) =>
    Math.min(...ofShard.map(({ answeredAt }) => answeredAt)),
  );
  return Math.max(...firstAnswers) - instant;
}

function shardFor({ licenceId }: ReservePoints): number {
  return crc32(licenceId) % SHARDS;
}

test('given two replicas, when many licences want one vehicle, then its limit holds, everybody is answered, and the books are right', async () => {
  const replicas = await ledgers.start(2);
  await ledgers.claim(LICENCES);
  const wanted = Array.from({ length: LICENCES }, (_, n) => ledgers.newRequest(n, 0));
  const answered = await ledgers.reserveAll(wanted);
  const reserved = answered.filter(({ refusal }) => refusal === undefined);
  expect(new Set(reserved.map(({ request }) => request.licenceId)).size).toBe(3);
  const refusals = new Set(answered.map(({ refusal }) => refusal));
  for (const code of ['VEHICLE_LIMIT_REACHED', 'VEHICLE_SUSPENDED', undefined])
    refusals.delete(code);
  expect([...refusals]).toEqual([]);
  for (const replica of replicas)
    expect(await replica.handled('points.reserve')).toBeGreaterThan(0);
  expect((await verifyLedger(ledgers.database)).differences).toEqual([]);
});
