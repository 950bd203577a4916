import { connect as connectBroker } from 'amqplib';
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient, MongoNetworkError } from 'mongodb';
import {
  canConnect,
  eventually,
  startBroker,
  startDatabase,
  type Supervised,
  type TestBroker,
  type TestDatabase,
} from './testing';

interface Entry {
  _id: string;
  worker: number;
}
interface Total {
  _id: number;
  n: number;
}

const WORKERS = 8;

const running: { stop(): Promise<void> }[] = [];
afterEach(() => Promise.all(running.splice(0).map((each) => each.stop())), 60_000);

async function database(): Promise<TestDatabase> {
  const stack = await startDatabase();
  running.push(stack);
  return stack;
}
async function broker(): Promise<TestBroker> {
  const stack = await startBroker();
  running.push(stack);
  return stack;
}

async function killAndWait(process: Supervised): Promise<number> {
  const { starts } = process;
  const killed = Date.now();
  process.kill9();
  await eventually('a new process', 10_000, () => process.starts > starts);
  await process.listening(15_000);
  return Date.now() - killed;
}

interface Outcome {
  acknowledged: string[];
  unknown: string[];
}

/** Two writes in one transaction, over and over; returns what was acknowledged and what nobody can know. */
async function work(client: MongoClient, worker: number, stop: AbortSignal): Promise<Outcome> {
  const db = client.db('faults');
  const outcome: Outcome = { acknowledged: [], unknown: [] };
  for (let i = 0; !stop.aborted; i++) {
    const _id = `${worker}-${i}`;
    const done = client.withSession((session) =>
      session.withTransaction(async () => {
        await db.collection<Entry>('entries').insertOne({ _id, worker }, { session });
        const one = { $inc: { n: 1 } };
        await db.collection<Total>('totals').updateOne({ _id: worker }, one, { session });
      }),
    );
    const answer = await done.then(
      () => 'acknowledged' as const,
      (error: unknown) => {
        // When many connections break at once the driver labels the first error only and hands out the others as they are.
        if (error instanceof MongoNetworkError) return 'unknown' as const;
        throw error;
      },
    );
    outcome[answer].push(_id);
  }
  return outcome;
}

it('kill -9 of PostgreSQL and of the door loses nothing acknowledged and adds nothing', async () => {
  const stack = await database();
  const client = await new MongoClient(stack.url).connect();
  const db = client.db('faults');
  const totals = db.collection<Total>('totals');
  const entries = db.collection<Entry>('entries');
  await eventually('the database', 10_000, () => db.command({ ping: 1 }));
  await totals.insertMany(Array.from({ length: WORKERS }, (_, _id) => ({ _id, n: 0 })));
  const count = (): Promise<number> => entries.countDocuments();
  const stop = new AbortController();
  await entries.insertOne({ _id: 'first', worker: -1 });
  const workers = Array.from({ length: WORKERS }, (_, i) => work(client, i, stop.signal));
  for (const victim of [stack.postgres, stack.door, stack.postgres, stack.door]) {
    const before = await eventually('an answer', 15_000, count);
    await eventually('more work', 15_000, async () => (await count()) > before + 200);
    expect(await killAndWait(victim)).toBeLessThan(15_000);
  }
  const before = await eventually('an answer', 15_000, count);
  await eventually('work after it all', 15_000, async () => (await count()) > before + 200);
  stop.abort();
  const outcomes = await Promise.all(workers);
  const acknowledged = ['first', ...outcomes.flatMap((each) => each.acknowledged)];
  const unknown = new Set(outcomes.flatMap((each) => each.unknown));
  const found = (await entries.find().toArray()).map(({ _id }) => _id);
  expect(found.filter((_id) => !unknown.has(_id)).sort()).toEqual(
    acknowledged.filter((_id) => !unknown.has(_id)).sort(),
  );
  const counted = await totals.find().toArray();
  expect(counted.reduce((sum, { n }) => sum + n, 0)).toBe(found.length - 1);
  await client.close();
}, 300_000);

it('while PostgreSQL is away the door refuses at once, and it comes back by itself', async () => {
  const stack = await database();
  const client = await new MongoClient(stack.url).connect();
  await eventually('the database', 10_000, () => client.db().command({ ping: 1 }));
  await stack.postgres.stop();
  const asked = Date.now();
  await expect(client.db().command({ ping: 1 })).rejects.toMatchObject({ code: 6 });
  expect(Date.now() - asked).toBeLessThan(1000);
  expect(stack.door.starts).toBe(1);
  expect(membersOf(join(stack.folder, 'db'))).toEqual([]);
  stack.postgres.startAgain();
  await eventually('the database again', 15_000, () => client.db().command({ ping: 1 }));
  await client.close();
}, 300_000);

it('kill -9 of the broker: back on its port with its durable messages, and nothing left behind', async () => {
  const stack = await broker();
  const send = await connectBroker(stack.url);
  send.on('error', () => undefined);
  const channel = await send.createConfirmChannel();
  await channel.assertQueue('kept', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await queueIsRegistered(stack);
  for (let i = 0; i < 50; i++)
    channel.sendToQueue('kept', Buffer.from(`${i}`), { persistent: true });
  await channel.waitForConfirms();
  expect(await killAndWait(stack.broker)).toBeLessThan(15_000);
  const receive = await eventually('a new connection', 15_000, () => connectBroker(stack.url));
  // A quorum queue counts nothing before it has a leader again.
  await eventually('all messages in the queue', 15_000, async () => {
    const { messageCount } = await (await receive.createChannel()).checkQueue('kept');
    return messageCount === 50;
  });
  await receive.close();
  await stack.broker.stop();
  const folder = join(stack.folder, 'mq');
  await eventually('an empty process list', 3000, () => membersOf(folder).length === 0);
  expect(await canConnect(stack.epmdPort)).toBe(false);
}, 300_000);

it('what an abandoned instance left is ended by sweep', async () => {
  const stack = await broker();
  const folder = join(stack.folder, 'mq');
  expect(membersOf(folder).length).toBeGreaterThan(1);
  stack.broker.abandon();
  const swept = spawnSync(join(__dirname, '../sweep'), [folder], { encoding: 'utf8' });
  expect(swept.status).toBe(0);
  expect(membersOf(folder)).toEqual([]);
}, 300_000);

/** RabbitMQ writes a new quorum queue's name to disk up to a second after it has been declared; before that a kill loses it. */
async function queueIsRegistered(stack: TestBroker): Promise<void> {
  const declaredAt = Date.now();
  const names = 'mq/mnesia/rabbit@localhost/quorum/rabbit@localhost/names.dets';
  const written = (): number => statSync(join(stack.folder, names)).mtimeMs;
  await eventually('the name of the queue on disk', 5000, () => written() > declaredAt);
}

/** Processes of the instance in this folder, by where their root shows it. */
function membersOf(folder: string): string[] {
  const script = 'source "$0"; members "$1"';
  const common = join(__dirname, '../inside/common');
  const { stdout } = spawnSync('bash', ['-c', script, common, folder], { encoding: 'utf8' });
  expect(readdirSync(folder).length).toBeGreaterThan(0);
  return stdout.split('\n').filter((line) => line !== '');
}
