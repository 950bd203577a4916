import mongoose, { mongo, Types, type Connection, type Model } from 'mongoose';
import { checkChange } from './changes';
import { checkDocument, WrongDocument } from './check';
import { collection } from './collection';
import { closed, field, t, type Static } from './fields';
import { insertOnce, saveAll, save } from './versions';
import { hasLabel } from './database';

const STATUSES = ['active', 'suspended'] as const;

const parcelDocument = closed({
  _id: t.String(),
  status: field.oneOf(STATUSES),
  points: field.count,
  fineFen: t.Optional(field.fen),
  sentAt: t.Optional(field.date),
  on: t.Optional(field.day),
  at: t.Optional(field.instant),
  phone: t.Optional(field.encrypted('parcels.phone')),
  fileId: t.Optional(field.objectId),
  orderId: t.Optional(field.orNull(t.String())),
  about: t.Optional(t.Record(t.String(), t.String())),
  standing: closed({ version: field.count, reason: t.Optional(t.String()) }),
  steps: t.Array(closed({ by: t.String(), slots: field.count })),
  refusal: t.Optional(
    field.shaped<{ code: string }>(t.Object({ code: t.String() }, { additionalProperties: true })),
  ),
  version: field.count,
});
type ParcelDocument = Static<typeof parcelDocument>;

const PARCELS = collection('parcels', parcelDocument, [
  { name: 'status', key: { status: 1, _id: -1 }, unique: true },
]);

const parcel: ParcelDocument = {
  _id: 'par_1',
  status: 'active',
  points: 3,
  standing: { version: 0 },
  steps: [{ by: 'acc_1', slots: 0 }],
  version: 1,
};

function problemOf(document: unknown): string {
  try {
    checkDocument(PARCELS, document);
  } catch (error) {
    if (error instanceof WrongDocument) return error.message;
    throw error;
  }
  return '';
}

describe('a document', () => {
  it.each<[string, object]>([
    ['with its required fields', {}],
    ['with an optional field that is undefined', { fineFen: undefined }],
    ['with a date', { sentAt: new Date(0) }],
    ['with a day', { on: '2026-02-28' }],
    ['with a moment as text', { at: '2026-02-28T00:00:00.000Z' }],
    ['with an encrypted text', { phone: 'k1.aa_-.bb.cc' }],
    ['with an encrypted text of no length', { phone: 'k1.aa.bb.' }],
    ['with an object id', { fileId: new Types.ObjectId() }],
    ['with null where it is declared', { orderId: null }],
    ['with a map', { about: { orderId: 'ord_1' } }],
    ['with more fields in an open object', { refusal: { code: 'NO', detail: 1 } }],
  ])('%s passes', (_what, fields) => {
    expect(problemOf({ ...parcel, ...fields })).toBe('');
  });

  it.each<[string, object, string]>([
    ['text for a number', { points: 'three' }, 'parcels.points: '],
    ['half a point', { points: 0.5 }, 'parcels.points: '],
    ['less than none', { points: -1 }, 'parcels.points: '],
    ['no number', { points: Number.NaN }, 'parcels.points: '],
    ['another status', { status: 'secret-status' }, 'parcels.status: '],
    ['null', { fineFen: null }, 'parcels.fineFen: '],
    ['a missing field', { version: undefined }, 'parcels.version: '],
    ['an unknown field', { colour: 'red' }, 'parcels.colour: '],
    ['an unknown field within', { standing: { version: 0, x: 1 } }, 'parcels.standing.x: '],
    ['a wrong item', { steps: [{ by: 'acc_1', slots: '0' }] }, 'parcels.steps.0.slots: '],
    ['text for a date', { sentAt: '1970-01-01T00:00:00.000Z' }, 'parcels.sentAt: '],
    ['a date that is none', { sentAt: new Date(Number.NaN) }, 'parcels.sentAt: '],
    ['a date for text', { at: new Date(0) }, 'parcels.at: '],
    ['a time for a day', { on: '2026-02-28T00:00:00Z' }, 'parcels.on: '],
    ['clear text', { phone: '13800000000' }, 'parcels.phone: '],
    ['text for an object id', { fileId: '0123456789ab0123456789ab' }, 'parcels.fileId: '],
    ['a number in a map of texts', { about: { n: 1 } }, 'parcels.about.n: '],
    ['an open object without its own field', { refusal: {} }, 'parcels.refusal.code: '],
  ])('with %s is refused and its path named', (_what, fields, where) => {
    expect(problemOf({ ...parcel, ...fields })).toContain(where);
  });

  it('is not quoted by the error', () => {
    expect(problemOf({ ...parcel, status: 'secret-status' })).not.toContain('secret');
    expect(problemOf({ ...parcel, phone: '13800000000' })).not.toContain('138');
  });

  it('must be closed, or say that it is not', () => {
    expect(() => collection('open', closed({ _id: t.String(), in: t.Object({}) }))).toThrow(
      'open.in does not say whether it has other fields',
    );
  });

  it('that is wrong is no collision, so that its transaction does not run again', () => {
    expect(hasLabel(new WrongDocument('a', 'b'), 'TransientTransactionError')).toBe(false);
  });
});

describe('a change', () => {
  const change =
    (update: unknown, more: object = {}) =>
    () =>
      checkChange(PARCELS, { filter: { _id: 'par_1' }, update, ...more });

  it.each<[string, unknown]>([
    ['sets', { $set: { points: 4, 'standing.reason': 'x' } }],
    ['sets without an operator', { points: 4 }],
    ['sets nothing', { $set: { fineFen: undefined } }],
    ['sets within an item', { $set: { 'steps.0.slots': 1, 'steps.$.by': 'acc_2' } }],
    ['sets in a map', { $set: { 'about.orderId': 'ord_1' } }],
    ['counts', { $inc: { version: 1, points: -1 } }],
    ['adds', { $push: { steps: { by: 'acc_1', slots: 1 } } }],
    ['adds several', { $addToSet: { steps: { $each: [{ by: 'acc_1', slots: 1 }] } } }],
    ['takes away', { $unset: { fineFen: 1 }, $pull: { steps: { by: 'acc_1' } } }],
  ])('that %s passes', (_what, update) => {
    const filter = { _id: 'par_1', points: 3, 'steps.0.by': 'acc_1' };
    expect(change(update, { filter })).not.toThrow();
  });

  it.each<[string, unknown, string]>([
    ['sets text for a number', { $set: { points: 'three' } }, 'parcels.points'],
    ['sets it without an operator', { points: 'three' }, 'parcels.points'],
    ['sets it within', { $set: { 'standing.version': '1' } }, 'parcels.standing.version'],
    ['sets it on insert', { $setOnInsert: { points: 'three' } }, 'parcels.points'],
    ['sets it in an item', { $set: { 'steps.0.slots': '1' } }, 'parcels.steps.0.slots'],
    ['sets an unknown field', { $set: { colour: 'red' } }, 'parcels.colour'],
    ['sets an unknown field within', { $set: { 'standing.x': 1 } }, 'parcels.standing.x'],
    ['counts with a half', { $inc: { points: 0.5 } }, 'parcels.points'],
    ['counts in a text', { $inc: { status: 1 } }, 'parcels.status'],
    ['adds a wrong item', { $push: { steps: { by: 'acc_1' } } }, 'parcels.steps'],
    ['adds one of several', { $push: { steps: { $each: [{ by: 1 }] } } }, 'parcels.steps'],
    ['adds to what is no list', { $addToSet: { points: 1 } }, 'parcels.points'],
    ['takes away what is required', { $unset: { points: 1 } }, 'parcels.points'],
    ['uses another operator', { $rename: { points: 'score' } }, 'changed by $rename'],
    ['is a pipeline', [{ $set: { points: 1 } }], 'changed by a pipeline'],
  ])('that %s is refused', (_what, update, where) => {
    expect(change(update)).toThrow(WrongDocument);
    expect(change(update)).toThrow(where);
  });

  it('that may insert is refused unless it brings all that is required', () => {
    const { _id, ...rest } = parcel;
    expect(change({ $set: { points: 3 } }, { upsert: true })).toThrow('parcels.status');
    expect(change({ $setOnInsert: rest }, { upsert: true })).not.toThrow();
    const { standing, ...others } = rest;
    const split = { $setOnInsert: others, $set: { 'standing.version': standing.version } };
    expect(change(split, { upsert: true })).not.toThrow();
    expect(change(split, { upsert: true, filter: { _id: { $gt: _id } } })).toThrow('parcels._id');
  });
});

describe('what goes through mongoose', () => {
  let connection: Connection;
  let parcels: Model<ParcelDocument>;
  beforeAll(() => {
    // What passes the check fails at once.
    mongoose.set('bufferCommands', false);
    connection = mongoose.createConnection();
    parcels = connection.model<ParcelDocument>(PARCELS.name, PARCELS.schema);
  });
  afterAll(() => connection.close());

  const bad = { ...parcel, points: 'three' } as never;
  const session = null as never;
  const writes: [string, (document: never) => Promise<unknown>][] = [
    ['insertMany', (document) => parcels.insertMany([document])],
    ['insertMany, lean', (document) => parcels.insertMany([document], { lean: true })],
    ['insertMany of its own documents', (document) => parcels.insertMany([new parcels(document)])],
    ['create', (document) => parcels.create(document)],
    ['insertOne', (document) => parcels.insertOne(document)],
    ['bulkSave', (document) => parcels.bulkSave([new parcels(document)])],
    ['replaceOne', (document) => parcels.replaceOne({ _id: 'par_1' }, document)],
    ['findOneAndReplace', (document) => parcels.findOneAndReplace({ _id: 'par_1' }, document)],
    ['updateOne', (document) => parcels.updateOne({ _id: 'par_1' }, { $set: document })],
    ['updateMany', (document) => parcels.updateMany({}, { $set: document })],
    ['findOneAndUpdate', (document) => parcels.findOneAndUpdate({}, { $set: document })],
    ['findByIdAndUpdate', (document) => parcels.findByIdAndUpdate('par_1', document)],
    ['bulkWrite, inserting', (document) => parcels.bulkWrite([{ insertOne: { document } }])],
    [
      'bulkWrite, replacing',
      (replacement) =>
        parcels.bulkWrite([{ replaceOne: { filter: { _id: 'par_1' }, replacement } }]),
    ],
    [
      'bulkWrite, changing',
      (update) => parcels.bulkWrite([{ updateOne: { filter: {}, update: { $set: update } } }]),
    ],
    ['save', (document) => save(parcels, document, session)],
    ['saveAll', (document) => saveAll(parcels, [document], session)],
    ['insertOnce', (document) => insertOnce(parcels, [document], session)],
  ];

  const gaps = () => ({
    ...parcel,
    fineFen: undefined,
    sentAt: new Date(0),
    standing: { version: 0, reason: undefined },
  });
  const filled = { ...parcel, sentAt: new Date(0), standing: { version: 0 } };
  const notConnected = /initial connection|not connected/i;

  it.each([
    ['replaceOne', (given: object) => parcels.replaceOne({ _id: 'par_1' }, given)],
    ['findOneAndReplace', (given: object) => parcels.findOneAndReplace({ _id: 'par_1' }, given)],
    ['updateOne', (given: object) => parcels.updateOne({}, { $set: given })],
    ['updateMany', (given: object) => parcels.updateMany({}, { $set: given })],
    ['findOneAndUpdate', (given: object) => parcels.findOneAndUpdate({}, { $set: given })],
  ])('%s leaves out what is undefined, which the driver would store as null', async (_, write) => {
    const query = write(gaps());
    await expect(query.exec()).rejects.toThrow(notConnected);
    const sent = query.getUpdate() as { $set?: object };
    expect(JSON.stringify(sent.$set ?? sent)).toBe(JSON.stringify(filled));
    expect(Object.keys(sent.$set ?? sent)).not.toContain('fineFen');
  });

  it.each([
    ['insertMany', (given: object) => parcels.insertMany([given], { lean: true })],
    [
      'bulkWrite',
      (document: object) => parcels.bulkWrite([{ insertOne: { document: document as never } }]),
    ],
  ])('%s leaves it out as well', async (_, write) => {
    const given = gaps();
    await expect(write(given)).rejects.toThrow(notConnected);
    expect(given).toStrictEqual(filled);
  });

  it('is refused where a required field would be left as it is, since nothing is set', async () => {
    const nothing = { $set: { points: undefined } };
    await expect(parcels.updateOne({}, nothing)).rejects.toThrow('parcels.points');
    const writes = [{ updateOne: { filter: {}, update: nothing } }];
    await expect(parcels.bulkWrite(writes)).rejects.toThrow('parcels.points');
  });

  it.each(writes)('%s is checked', async (_how, write) => {
    await expect(write(bad)).rejects.toThrow(WrongDocument);
    await expect(write(parcel as never)).rejects.toThrow(/initial connection|not connected/i);
  });

  it('keeps the indexes and what is encrypted', () => {
    expect(PARCELS.schema.indexes()).toEqual([
      [{ status: 1, _id: -1 }, expect.objectContaining({ name: 'status', unique: true })],
    ]);
    expect(PARCELS.schema.path('phone').options).toMatchObject({ encryptedAs: 'parcels.phone' });
  });

  it('keeps what it gets', () => {
    const full = {
      ...parcel,
      sentAt: new Date(0),
      fileId: new mongo.ObjectId(),
      about: {},
      refusal: { code: 'NO', detail: [{ a: 1 }] },
    };
    expect(new parcels(full).toObject()).toEqual(full);
  });
});
