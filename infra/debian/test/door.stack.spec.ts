import { serialize } from 'bson';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { finished } from 'node:stream/promises';
import { type Db, GridFSBucket, Long, MongoClient, type MongoServerError } from 'mongodb';
import mongoose from 'mongoose';
import { eventually, startDatabase, type TestDatabase } from './testing';

let stack: TestDatabase;
let client: MongoClient;
let db: Db;

beforeAll(async () => {
  stack = await startDatabase();
  client = await new MongoClient(stack.url).connect();
  db = client.db('door');
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

describe('documents', () => {
  it('are inserted, found, changed, counted and deleted', async () => {
    const cars = db.collection<{ _id: number; plate: string; points?: number }>('cars');
    await cars.insertMany([1, 2, 3].map((_id) => ({ _id, plate: `A${_id}` })));
    await cars.updateOne({ _id: 1 }, [{ $set: { points: { $add: [3, 3] } } }]);
    await cars.updateMany({ _id: { $gt: 1 } }, { $set: { points: 1 } });
    await cars.replaceOne({ _id: 3 }, { plate: 'B3', points: 9 });
    await cars.updateOne({ _id: 4 }, { $set: { plate: 'A4' } }, { upsert: true });
    expect(await cars.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, plate: 'A1', points: 6 },
      { _id: 2, plate: 'A2', points: 1 },
      { _id: 3, plate: 'B3', points: 9 },
      { _id: 4, plate: 'A4' },
    ]);
    const changed = { returnDocument: 'after' } as const;
    const found = await cars.findOneAndUpdate({ _id: 2 }, { $inc: { points: 1 } }, changed);
    expect(found?.points).toBe(2);
    expect(await cars.findOneAndDelete({ _id: 4 })).toEqual({ _id: 4, plate: 'A4' });
    expect(await cars.countDocuments()).toBe(3);
    expect(await cars.estimatedDocumentCount()).toBe(3);
    expect(await cars.distinct('points')).toEqual([2, 6, 9]);
    expect((await cars.deleteMany({ points: { $lt: 9 } })).deletedCount).toBe(2);
    const bulk = await cars.bulkWrite([
      { insertOne: { document: { _id: 7, plate: 'C7' } } },
      { updateOne: { filter: { _id: 7 }, update: { $set: { points: 12 } } } },
      { deleteOne: { filter: { _id: 3 } } },
    ]);
    expect(bulk).toMatchObject({ insertedCount: 1, modifiedCount: 1, deletedCount: 1 });
  });

  it('may be the first of a new collection, many at once', async () => {
    const fresh = db.collection('fresh');
    await Promise.all(Array.from({ length: 16 }, (_, n) => fresh.insertOne({ n })));
    expect(await fresh.countDocuments()).toBe(16);
  });

  it('may be written without waiting for an answer', async () => {
    const quiet = db.collection('quiet', { writeConcern: { w: 0 } });
    await quiet.insertOne({ a: 1 });
    await eventually('the document', 5000, () => db.collection('quiet').findOne({ a: 1 }));
  });

  it('come back over many pages, sorted, grouped and in plain order', async () => {
    const many = db.collection('many');
    const pad = 'x'.repeat(500);
    await many.insertMany(Array.from({ length: 2500 }, (_, n) => ({ n, group: n % 300, pad })));
    expect(await many.find().toArray()).toHaveLength(2500);
    const sorted = await many.find().sort({ n: -1 }).batchSize(200).toArray();
    expect(sorted.map(({ n }) => n as number)).toEqual([...sorted.keys()].reverse());
    const groups = [{ $group: { _id: '$group', n: { $sum: 1 } } }, { $sort: { _id: 1 } }];
    expect(await many.aggregate(groups, { batchSize: 50 }).toArray()).toHaveLength(300);
    const open = many.find().sort({ n: 1 }).batchSize(10);
    expect((await open.next())?.n).toBe(0);
    const getMore = { getMore: open.id, collection: 'many' };
    await open.close();
    expect((await refusal(db.command(getMore))).code).toBe(43);
  });

  it('survive GridFS', async () => {
    const bucket = new GridFSBucket(db, { bucketName: 'files' });
    const content = randomBytes(700_000);
    const upload = bucket.openUploadStream('scan.jpg');
    upload.end(content);
    await finished(upload);
    const parts = await bucket.openDownloadStream(upload.id).toArray();
    expect(Buffer.concat(parts as Buffer[]).equals(content)).toBe(true);
  });

  it('are joined, merged and counted by the stages the services use', async () => {
    const [a, b] = [db.collection('stage_a'), db.collection('stage_b')];
    await a.insertMany([{ k: 1 }, { k: 2 }]);
    await b.insertMany([{ k: 1, v: 'x' }]);
    const lookup = { from: 'stage_b', localField: 'k', foreignField: 'k', as: 'b' };
    const joined = await a.aggregate([{ $lookup: lookup }, { $sort: { k: 1 } }]).toArray();
    expect(joined.map((each) => (each.b as unknown[]).length)).toEqual([1, 0]);
    await a.aggregate([{ $merge: { into: 'stage_c' } }]).toArray();
    expect(await db.collection('stage_c').countDocuments()).toBe(2);
    const facet = { all: [{ $count: 'n' }] };
    expect(await a.aggregate([{ $facet: facet }]).toArray()).toEqual([{ all: [{ n: 2 }] }]);
  });
});

describe('indexes', () => {
  it('are unique, partial, sparse and expiring, and name themselves in a refusal', async () => {
    const c = db.collection('indexed');
    const partialFilterExpression = { active: { $eq: true } };
    await c.createIndexes([
      { key: { plate: 1 }, unique: true, name: 'one_plate' },
      { key: { licence: 1 }, unique: true, partialFilterExpression, name: 'active' },
      { key: { until: 1 }, expireAfterSeconds: 1, name: 'expiry' },
      { key: { note: 1 }, sparse: true },
    ]);
    await c.insertOne({ plate: 'A1', licence: 1, active: true });
    await c.insertOne({ plate: 'A2', licence: 1, active: false });
    const twice = await refusal(c.insertOne({ plate: 'A1' }));
    expect(twice.code).toBe(11000);
    expect(twice.message).toContain('one_plate');
    expect((await refusal(c.insertOne({ plate: 'A3', licence: 1, active: true }))).code).toBe(
      11000,
    );
    const names = (await c.indexes()).map(({ name }) => name ?? '');
    expect(names.sort()).toEqual(['_id_', 'active', 'expiry', 'note_1', 'one_plate']);
    await c.dropIndex('note_1');
    expect(await c.indexExists('note_1')).toBe(false);
  });
});

describe('commands', () => {
  const offered: [string, Record<string, unknown>][] = [
    ['ping', { ping: 1 }],
    ['hello', { hello: 1 }],
    ['buildInfo', { buildInfo: 1 }],
    ['getParameter', { getParameter: 1, featureCompatibilityVersion: 1 }],
    ['hostInfo', { hostInfo: 1 }],
    ['whatsmyuri', { whatsmyuri: 1 }],
    ['connectionStatus', { connectionStatus: 1 }],
    ['getLog', { getLog: 'startupWarnings' }],
    ['getCmdLineOpts', { getCmdLineOpts: 1 }],
    ['serverStatus', { serverStatus: 1 }],
    ['listDatabases', { listDatabases: 1 }],
    ['startSession', { startSession: 1 }],
    ['refreshSessions', { refreshSessions: [] }],
    ['endSessions', { endSessions: [] }],
    ['killSessions', { killSessions: [] }],
    ['create', { create: 'made' }],
    ['create a view', { create: 'seen', viewOn: 'made', pipeline: [] }],
    ['createIndexes', { createIndexes: 'made', indexes: [{ key: { a: 1 }, name: 'a_1' }] }],
    ['listIndexes', { listIndexes: 'made' }],
    ['listCollections', { listCollections: 1 }],
    ['collMod', { collMod: 'made', index: { name: 'a_1', hidden: true } }],
    ['collStats', { collStats: 'made' }],
    ['dbStats', { dbStats: 1 }],
    ['validate', { validate: 'made' }],
    ['count', { count: 'made' }],
    ['distinct', { distinct: 'made', key: 'a' }],
    ['dropIndexes', { dropIndexes: 'made', index: 'a_1' }],
    ['renameCollection', { renameCollection: 'admin.made', to: 'admin.moved' }],
    ['drop', { drop: 'moved' }],
    ['dropDatabase', { dropDatabase: 1 }],
  ];
  it.each(offered)('%s answers ok', async (_name, command) => {
    expect((await client.db('admin').command(command)).ok).toBe(1);
  });

  const refused: [string, number, Record<string, unknown>][] = [
    ['explain', 115, { explain: { find: 'cars' } }],
    ['currentOp', 115, { currentOp: 1 }],
    ['change streams', 115, { aggregate: 'cars', pipeline: [{ $changeStream: {} }], cursor: {} }],
    ['client-level bulkWrite', 59, { bulkWrite: 1, ops: [], nsInfo: [] }],
    ['an unknown command', 59, { makeCoffee: 1 }],
    ['replSetGetStatus', 76, { replSetGetStatus: 1 }],
    ['a bad filter', 2, { find: 'cars', filter: { $nope: 1 } }],
    ['a command of the wrong form', 14, { find: 'cars', filter: 'all' }],
    ['indexes of nothing', 26, { listIndexes: 'no_such_collection' }],
  ];
  it.each(refused)('%s is refused with code %i', async (_name, code, command) => {
    expect((await refusal(client.db('admin').command(command))).code).toBe(code);
  });

  it('that take longer than they may are ended', async () => {
    const slow = { $where: 'sleep(1000)' };
    expect((await refusal(db.command({ find: 'cars', filter: slow }))).code).toBeDefined();
    const pipeline = [{ $lookup: { from: 'many', pipeline: [], as: 'x' } }, { $unwind: '$x' }];
    const wide = db.collection('many').aggregate([...pipeline, { $sort: { 'x.n': -1 } }], {
      maxTimeMS: 100,
    });
    expect((await refusal(wide.toArray())).code).toBe(50);
  });

  it('repeated by a driver that lost the answer take effect once and answer the same', async () => {
    const session = client.startSession();
    const txnNumber = Long.fromNumber(1001);
    const updates = [{ q: { _id: 'n' }, u: { $inc: { n: 1 } }, upsert: true }];
    const command = { update: 'retried', updates, txnNumber };
    const first = await db.command(command, { session });
    expect(await db.command(command, { session })).toEqual(first);
    expect(await db.collection<{ _id: string }>('retried').findOne({ _id: 'n' })).toMatchObject({
      n: 1,
    });
    const older = { ...command, txnNumber: Long.fromNumber(1000) };
    expect((await refusal(db.command(older, { session }))).code).toBe(225);
    await session.endSession();
  });
});

describe('garbage on the socket', () => {
  const body = Buffer.from(serialize({ ping: 1, $db: 'admin' }));
  const message = (change: (bytes: Buffer) => void): Buffer => {
    const bytes = Buffer.concat([Buffer.alloc(21), body]);
    bytes.writeInt32LE(bytes.length, 0);
    bytes.writeInt32LE(2013, 12);
    change(bytes);
    return bytes;
  };
  it.each([
    ['a length beyond the limit', message((m) => m.writeInt32LE(0x7fffffff, 0))],
    ['a negative length', message((m) => m.writeInt32LE(-5, 0))],
    ['an unknown opcode', message((m) => m.writeInt32LE(99, 12))],
    ['a document longer than its message', message((m) => m.writeInt32LE(9999, 21))],
    ['a field that never ends', message((m) => m.fill(0x02, 26))],
    ['random bytes', randomBytes(300)],
  ])('%s ends that connection and nothing else', async (_name, bytes) => {
    const socket = connect(stack.door.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(bytes);
    const closed = await eventually('the end of the connection', 1500, () => socket.closed).catch(
      () => {
        // Random bytes may announce a message that never comes in full.
        socket.destroy();
        return bytes.length === 300;
      },
    );
    expect(closed).toBe(true);
    expect(stack.door.starts).toBe(1);
    expect((await db.command({ ping: 1 })).ok).toBe(1);
  });
});

it('serves mongoose unchanged', async () => {
  const connection = await mongoose.createConnection(stack.url, { dbName: 'mongoose' }).asPromise();
  const schema = new mongoose.Schema({ plate: String, points: Number }, { timestamps: true });
  schema.index({ plate: 1 }, { unique: true });
  const Car = connection.model('Car', schema);
  await Car.syncIndexes();
  expect(await Car.syncIndexes()).toEqual([]);
  await connection.transaction(async (session) => {
    await Car.create([{ plate: 'A1', points: 3 }], { session });
    await Car.updateOne({ plate: 'A1' }, { $inc: { points: 3 } }, { session });
  });
  const car = await Car.findOne({ plate: 'A1' }).orFail();
  expect(car.points).toBe(6);
  car.points = 12;
  await car.save();
  expect((await Car.find().lean())[0]).toMatchObject({ plate: 'A1', points: 12 });
  expect((await refusal(Car.create({ plate: 'A1' }))).code).toBe(11000);
  await connection.close();
});
