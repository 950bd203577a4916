import type { ClientSession, Collection, mongo } from 'mongoose';
import { AS_CHECKED } from './check';
import { asLostRace, LostRace } from './lost-race';

/** A document as a unit knows it. */
export interface Row {
  _id: string;
}

/** What must be so of the stored document for it to be replaced; null: there must be none. */
export type Condition = Readonly<Record<string, unknown>> | null;

/** What a command wants written. */
export interface Write {
  collection: string;
  row: Row;
  where: Condition;
}

/** Documents by the value of an indexed field. */
interface Index {
  ids: Map<string, string[]>;
  wanted: Set<string>;
}

/** What a unit knows of one collection: the documents that its commands asked for, as the database has them, and those they changed. */
export class Sheet {
  /** Null: the database has none. */
  private readonly stored = new Map<string, Row | null>();
  private readonly wanted = new Set<string>();
  private readonly indexes = new Map<string, Index>();
  private readonly changed = new Map<string, Write>();

  constructor(private readonly collection: Collection<Row>) {}

  get name(): string {
    return this.collection.name;
  }

  /** As it is now; undefined: nobody asked for it. */
  rowOf(id: string): Row | null | undefined {
    return this.changed.get(id)?.row ?? this.stored.get(id);
  }

  /** Ids of the documents that have this value there, or had it before they were changed. */
  idsBy(path: string, value: string): string[] {
    const changed = [...this.changed.values()].filter(({ row }) => valueAt(row, path) === value);
    const stored = this.indexes.get(path)?.ids.get(value) ?? [];
    return [...stored, ...changed.map(({ row }) => row._id)];
  }

  /** Asks for documents by id; returns whether all of them are there. */
  wants(ids: readonly string[]): boolean {
    const missing = ids.filter((id) => this.rowOf(id) === undefined);
    for (const id of missing) this.wanted.add(id);
    return missing.length === 0;
  }

  /** The same by the value of a field. */
  wantsBy(path: string, values: readonly string[]): boolean {
    const index = this.indexes.get(path) ?? { ids: new Map(), wanted: new Set() };
    this.indexes.set(path, index);
    const missing = values.filter((value) => !index.ids.has(value));
    for (const value of missing) index.wanted.add(value);
    return missing.length === 0;
  }

  /** Reads what is wanted. */
  async read(session: ClientSession): Promise<void> {
    if (this.wanted.size > 0) {
      const ids = take(this.wanted);
      const found = await this.query('_id', ids, session);
      for (const id of ids) this.stored.set(id, null);
      for (const row of found) this.stored.set(row._id, row);
    }
    for (const [path, index] of this.indexes) {
      if (index.wanted.size === 0) continue;
      const values = take(index.wanted);
      const found = await this.query(path, values, session);
      for (const row of found) this.stored.set(row._id, row);
      const byValue = Map.groupBy(found, (row) => valueAt(row, path));
      for (const value of values)
        index.ids.set(value, byValue.get(value)?.map(({ _id }) => _id) ?? []);
    }
  }

  /** Takes a change over. Returns by which keys others may have read what is no longer so. */
  change(write: Write): string[] {
    const { _id } = write.row;
    const before = this.rowOf(_id);
    const first = this.changed.get(_id);
    this.changed.set(_id, { ...write, ...(first && { where: first.where }) });
    const byValue = [...this.indexes.keys()].flatMap((path) =>
      [before, write.row].map((row) => keyOf(this.name, valueAt(row, path), path)),
    );
    return [keyOf(this.name, _id), ...byValue];
  }

  /** Writes what was changed. Throws `LostRace` when somebody else wrote meanwhile. */
  async write(session: ClientSession): Promise<void> {
    const writes = [...this.changed.values()].sort((a, b) => (a.row._id < b.row._id ? -1 : 1));
    await writeAll(this.collection, writes, session);
  }

  private query(path: string, values: readonly string[], session: ClientSession): Promise<Row[]> {
    // One answer, whatever there is, where the driver would ask for more after 101.
    const options = { session, batchSize: 100_000 };
    return this.collection.find({ [path]: { $in: values } }, options).toArray();
  }
}

/** Names a document, or all documents with a value, among those that commands read and changed. */
export function keyOf(collection: string, value: unknown, path = '_id'): string {
  return `${collection} ${path} ${String(value)}`;
}

export function valueAt(row: Row | null | undefined, path: string): unknown {
  let value: unknown = row;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function take(wanted: Set<string>): string[] {
  const values = [...wanted];
  wanted.clear();
  return values;
}

/** Documents in one statement: it compares each of those it changes with all of its own. */
const STATEMENT = 128;

/** Writes documents of one collection in two round trips at most; all of them or, as a `LostRace`, none. */
export async function writeAll(
  collection: Collection<Row>,
  writes: readonly Omit<Write, 'collection'>[],
  session: ClientSession,
): Promise<void> {
  const { insertedCount, matchedCount } = await collection
    .bulkWrite(operationsOf(writes), { session, ordered: false, ...AS_CHECKED })
    .catch(asLostRace(collection.name));
  if (insertedCount + matchedCount < writes.length) throw new LostRace(collection.name);
}

function operationsOf(
  writes: readonly Omit<Write, 'collection'>[],
): mongo.AnyBulkWriteOperation<Row>[] {
  const operations: mongo.AnyBulkWriteOperation<Row>[] = [];
  const versioned: Replacement[] = [];
  for (const { row, where } of writes) {
    if (where === null) operations.push({ insertOne: { document: row } });
    else if (isVersion(where)) versioned.push({ row, version: where.version });
    else operations.push(replaceOne(row, where));
  }
  for (let from = 0; from < versioned.length; from += STATEMENT)
    operations.push(replaceMany(versioned.slice(from, from + STATEMENT)));
  return operations;
}

/** A document in the place of the one of this version. */
interface Replacement {
  row: Row;
  version: number;
}

function isVersion(where: NonNullable<Condition>): where is { version: number } {
  return Object.keys(where).length === 1 && typeof where['version'] === 'number';
}

function replaceOne(row: Row, where: Condition): mongo.AnyBulkWriteOperation<Row> {
  return { replaceOne: { filter: { ...where, _id: row._id }, replacement: row } };
}

/** One statement takes half the time of as many that replace one document each. */
function replaceMany(all: readonly Replacement[]): mongo.AnyBulkWriteOperation<Row> {
  const [first, ...more] = all;
  if (first !== undefined && more.length === 0)
    return replaceOne(first.row, { version: first.version });
  const ids = all.map(({ row }) => row._id);
  const own = (values: unknown[]): object => ({
    $arrayElemAt: [{ $literal: values }, { $indexOfArray: [{ $literal: ids }, '$_id'] }],
  });
  const isOfVersion = { $eq: ['$version', own(all.map(({ version }) => version))] };
  return {
    updateMany: {
      filter: { _id: { $in: ids }, $expr: isOfVersion },
      update: [{ $replaceWith: own(all.map(({ row }) => row)) }],
    },
  };
}

/** As the database would give it back: an object of its own, without what is undefined. */
export function copyOf<T>(value: T): T;
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copyOf(item));
  if (value instanceof Date) return new Date(value);
  // Ids and bytes: nobody changes them.
  if (ArrayBuffer.isView(value) || '_bsontype' in value) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value))
    if (inner !== undefined) copy[name] = copyOf(inner);
  return copy;
}
