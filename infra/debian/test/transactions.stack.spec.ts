import { serialize, UUID, type Document } from 'bson';
import { type Db, Long, MongoClient, type MongoServerError } from 'mongodb';
import { connect, type Socket } from 'node:net';
import { eventually, startDatabase, type TestDatabase } from './testing';

interface Counter {
  _id: string;
  n: number;
}

const IDLE_MS = 2000;
let stack: TestDatabase;
let client: MongoClient;
let db: Db;

beforeAll(async () => {
  stack = await startDatabase({ TRANSACTION_IDLE_MS: String(IDLE_MS) });
  client = await new MongoClient(stack.url).connect();
  db = client.db('transactions');
  await eventually('the database behind the door', 10_000, () => db.command({ ping: 1 }));
}, 300_000);
afterAll(async () => {
  await client.close();
  await stack.stop();
}, 30_000);

const refusal = (work: Promise<unknown>): Promise<Partial<MongoServerError>> =>
  work.then(
    () => ({}),
    (error: unknown) => error as MongoServerError,
  );

async function counter(name: string): Promise<{ value(): Promise<number | undefined> }> {
  const counters = db.collection<Counter>('counters');
  await counters.insertOne({ _id: name, n: 0 });
  return { value: async () => (await counters.findOne({ _id: name }))?.n };
}

/** A client that speaks the protocol by hand, so that it can vanish like a killed process. */
class RawClient {
  private readonly socket: Socket = connect(stack.door.port, '127.0.0.1');
  private readonly lsid = { id: new UUID() };
  private replies = 0;

  constructor() {
    this.socket.on('data', () => this.replies++);
    this.socket.on('error', () => undefined);
  }

  async send(command: Document): Promise<void> {
    const transaction = { lsid: this.lsid, txnNumber: Long.fromNumber(1), autocommit: false };
    const body = serialize({ ...command, $db: 'transactions', ...transaction });
    const head = Buffer.alloc(21);
    head.writeInt32LE(21 + body.length, 0);
    head.writeInt32LE(2013, 12);
    const before = this.replies;
    this.socket.write(Buffer.concat([head, body]));
    await eventually('an answer', 5000, () => this.replies > before);
  }

  vanish(): void {
    this.socket.destroy();
  }
}

const increment = (name: string): Document => ({
  update: 'counters',
  updates: [{ q: { _id: name }, u: { $inc: { n: 1 } } }],
  startTransaction: true,
});

it('a commit keeps everything, an abort nothing, and nobody sees either before', async () => {
  const items = db.collection('items');
  const session = client.startSession();
  session.startTransaction();
  await items.insertOne({ k: 1 }, { session });
  await items.insertOne({ k: 2 }, { session });
  expect(await items.countDocuments({}, { session })).toBe(2);
  expect(await items.countDocuments()).toBe(0);
  await session.commitTransaction();
  expect(await items.countDocuments()).toBe(2);
  session.startTransaction();
  await items.deleteMany({}, { session });
  await session.abortTransaction();
  expect(await items.countDocuments()).toBe(2);
  await session.endSession();
});

it('reads are from one moment, over many pages', async () => {
  const pages = db.collection('pages');
  await pages.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
  const session = client.startSession();
  session.startTransaction();
  const cursor = pages.find({}, { session }).sort({ n: 1 }).batchSize(50);
  await cursor.next();
  await pages.deleteMany({ n: { $gte: 100 } });
  expect(await cursor.toArray()).toHaveLength(499);
  await session.commitTransaction();
  expect(await pages.countDocuments()).toBe(100);
  await session.endSession();
});

it('two that change one document: the second is told to run again', async () => {
  const { value } = await counter('conflict');
  const counters = db.collection<Counter>('counters');
  const [a, b] = [client.startSession(), client.startSession()];
  a.startTransaction();
  b.startTransaction();
  await counters.findOne({ _id: 'conflict' }, { session: b });
  await counters.updateOne({ _id: 'conflict' }, { $inc: { n: 1 } }, { session: a });
  const second = refusal(
    counters.updateOne({ _id: 'conflict' }, { $inc: { n: 1 } }, { session: b }),
  );
  await a.commitTransaction();
  const error = await second;
  expect(error.code).toBe(112);
  expect(error.errorLabels).toContain('TransientTransactionError');
  expect((await refusal(b.commitTransaction())).code).toBe(251);
  expect(await value()).toBe(1);
  await Promise.all([a.endSession(), b.endSession()]);
});

it('20 racing read-modify-write transactions on one document are all applied', async () => {
  const { value } = await counter('race');
  const counters = db.collection<Counter>('counters');
  await Promise.all(
    Array.from({ length: 20 }, () =>
      client.withSession((session) =>
        session.withTransaction(async () => {
          const read = await counters.findOne({ _id: 'race' }, { session });
          const n = (read?.n ?? NaN) + 1;
          await counters.updateOne({ _id: 'race' }, { $set: { n } }, { session });
        }),
      ),
    ),
  );
  expect(await value()).toBe(20);
}, 30_000);

it('racing transactions may be the first to write a collection', async () => {
  const fresh = db.collection('fresh');
  await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      client.withSession((session) =>
        session.withTransaction(() => fresh.insertOne({ n }, { session })),
      ),
    ),
  );
  expect(await fresh.countDocuments()).toBe(8);
}, 30_000);

it('a duplicate key inside one is code 11000 and ends it', async () => {
  const unique = db.collection<{ _id: number }>('unique');
  await unique.insertOne({ _id: 1 });
  const session = client.startSession();
  session.startTransaction();
  await unique.insertOne({ _id: 2 }, { session });
  expect((await refusal(unique.insertOne({ _id: 1 }, { session }))).code).toBe(11000);
  expect((await refusal(session.commitTransaction())).code).toBe(251);
  expect(await unique.countDocuments()).toBe(1);
  await session.endSession();
});

it('commands that do not belong into one are refused', async () => {
  const session = client.startSession();
  session.startTransaction();
  const error = await refusal(db.command({ drop: 'items' }, { session }));
  expect(error.code).toBe(263);
  await session.abortTransaction();
  await session.endSession();
});

it('a commit may be repeated', async () => {
  const session = client.startSession();
  session.startTransaction();
  await db.collection('again').insertOne({ k: 1 }, { session });
  await session.commitTransaction();
  await session.commitTransaction();
  expect(await db.collection('again').countDocuments()).toBe(1);
  await session.endSession();
});

it('a commit repeated to a door that has been restarted gets the truth', async () => {
  const session = client.startSession();
  session.startTransaction();
  await db.collection('truth').insertOne({ k: 1 }, { session });
  await session.commitTransaction();
  await restartDoor();
  await session.commitTransaction();
  expect(await db.collection('truth').countDocuments()).toBe(1);
  session.startTransaction();
  await db.collection('truth').insertOne({ k: 2 }, { session });
  await restartDoor();
  const error = await refusal(session.commitTransaction());
  expect(error.code).toBe(251);
  expect(error.errorLabels).toContain('TransientTransactionError');
  await session.endSession();
}, 30_000);

it('a client that vanishes is rolled back at once', async () => {
  const { value } = await counter('vanish');
  const raw = new RawClient();
  await raw.send(increment('vanish'));
  const started = Date.now();
  const blocked = db
    .collection<Counter>('counters')
    .updateOne({ _id: 'vanish' }, { $inc: { n: 10 } });
  raw.vanish();
  await blocked;
  expect(Date.now() - started).toBeLessThan(IDLE_MS);
  expect(await value()).toBe(10);
});

it('a client that says nothing is rolled back after a while', async () => {
  const { value } = await counter('silent');
  const raw = new RawClient();
  await raw.send(increment('silent'));
  await db.collection<Counter>('counters').updateOne({ _id: 'silent' }, { $inc: { n: 10 } });
  expect(await value()).toBe(10);
  raw.vanish();
}, 20_000);

async function restartDoor(): Promise<void> {
  const { starts } = stack.door;
  stack.door.kill9();
  await eventually('another door', 10_000, () => stack.door.starts > starts);
  await stack.door.listening();
  await eventually('the database behind it', 10_000, () => db.command({ ping: 1 }));
}
