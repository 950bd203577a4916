import {
  checkChange,
  isDeclared,
  MESSAGING_COLLECTIONS,
  nullsForAbsent,
  placesNotAsDeclared,
  type CheckedCollection,
} from '@demerit/messaging';
import type { Collection, Connection, mongo } from 'mongoose';
import { onOwnDatabase, sayOf, type OneTask } from './own-database';

/** Documents held at a time. */
const BATCH = 500;
/** A line of progress after so many documents. */
const LINE_EVERY = 10_000;

/** Ids of other types are handed on as they are. */
interface Row {
  _id: string;
  [field: string]: unknown;
}

type Declared = Pick<CheckedCollection, 'name' | 'schema'>;

/** What was found in one collection. */
interface DocumentsFound {
  documents: number;
  /** Documents from which a `null` was taken that stood for an absent field. */
  mended: number;
  /** Documents that are still not as declared. */
  wrong: number;
  /** Place in such a document, `timeline[].reason` → number of documents. */
  places: Map<string, number>;
}

interface Terms {
  readOnly: boolean;
  progress?: (documents: number) => void;
}

/** Every collection that the models of a connection, and messaging, declare. */
export function declaredCollections(connection: Connection, withMessaging: boolean): Declared[] {
  const own = Object.values(connection.models)
    .filter(isDeclared)
    .map(({ collection: { name }, schema }) => ({ name, schema }));
  const all = withMessaging ? [...own, ...MESSAGING_COLLECTIONS] : own;
  return [...new Map(all.map((one) => [one.name, one])).values()];
}

/**
 * Reads each document of a collection once and takes away every `null` that stands where a field is declared absent instead. What is done stays
 * done, and a document that a service changes meanwhile is left to its writer, so that this may be interrupted, repeated and run beside the service.
 */
async function mendDocuments(
  connection: Connection,
  declared: Declared,
  { readOnly, progress = () => undefined }: Terms,
): Promise<DocumentsFound> {
  const collection = connection.collection<Row>(declared.name);
  const found: DocumentsFound = { documents: 0, mended: 0, wrong: 0, places: new Map() };
  for await (const rows of batchesOf(collection)) {
    const stale = readOnly ? [] : rows.flatMap((row) => changeOf(declared, row));
    if (stale.length > 0) {
      const writes = stale.map(({ change }) => ({ updateOne: change }));
      found.mended += (await collection.bulkWrite(writes, { ordered: false })).modifiedCount;
    }
    const ids = new Set(stale.map(({ _id }) => _id));
    const changed =
      ids.size === 0 ? [] : await collection.find({ _id: { $in: [...ids] } }).toArray();
    const others = rows.filter(({ _id }) => !ids.has(_id));
    for (const row of [...others, ...changed]) count(found, placesNotAsDeclared(declared, row));
    const before = found.documents;
    found.documents += rows.length;
    if (Math.floor(before / LINE_EVERY) < Math.floor(found.documents / LINE_EVERY))
      progress(found.documents);
  }
  return found;
}

async function* batchesOf(collection: Collection<Row>): AsyncGenerator<Row[]> {
  let rows: Row[] = [];
  for await (const row of collection.find({}).sort({ _id: 1 }).batchSize(BATCH)) {
    rows.push(row);
    if (rows.length < BATCH) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

/** Only over the fields that were `null` when they were read: whatever a service wrote meanwhile is newer. */
function changeOf(
  declared: Declared,
  row: Row,
): { _id: string; change: mongo.UpdateOneModel<Row> }[] {
  const paths = nullsForAbsent(declared, row);
  if (paths.length === 0) return [];
  const { _id } = row;
  const change = {
    filter: { _id, ...eachOf(paths, { $type: 'null' }) },
    update: { $unset: eachOf(paths, '' as const) },
  };
  checkChange(declared, change);
  return [{ _id, change }];
}

function eachOf<Value>(paths: string[], value: Value): Record<string, Value> {
  return Object.fromEntries(paths.map((path) => [path, value]));
}

function count(found: DocumentsFound, places: string[]): void {
  if (places.length > 0) found.wrong += 1;
  for (const place of places) found.places.set(place, (found.places.get(place) ?? 0) + 1);
}

/**
 * The words `documents [--check]` to a service's program: brings what earlier versions stored into the form that is declared now (not with
 * `--check`), then prints each place that is still not so with the number of its documents, never what stands there. Exit code 0: all is as
 * declared; 1: not; 2: it could not be looked at.
 */
export async function documentsTask(task: OneTask): Promise<number> {
  const { parts } = task.configuration;
  const { readOnly } = task;
  const say = sayOf(task.service);
  if (!parts.database) {
    say('has no database');
    return 0;
  }
  return onOwnDatabase(task, async (connection) => {
    let [documents, mended, wrong] = [0, 0, 0];
    const collections = declaredCollections(connection, parts.messaging);
    for (const declared of collections) {
      const { name } = declared;
      const progress = (count: number): void => say(`${name}: ${count} so far`);
      const found = await mendDocuments(connection, declared, { readOnly, progress });
      if (found.mended > 0) say(`${name}: ${found.mended} mended`);
      for (const [place, times] of found.places) say(`${name}.${place}: ${times} not as declared`);
      documents += found.documents;
      mended += found.mended;
      wrong += found.wrong;
    }
    say(
      `${documents} documents of ${collections.length} collections, ${mended} mended, ${wrong} not as declared`,
    );
    return wrong === 0 ? 0 : 1;
  });
}
