import type { ClientSession, Collection, Model, mongo } from 'mongoose';
import { isDuplicateKey } from './database';
import { checkDocument } from './check';

/** Somebody else wrote first. Labelled as the database labels its own conflicts, so that the transaction runs again on what is true now. */
class LostRace extends Error {
  constructor(what: string) {
    super(`${what} was changed meanwhile`);
    this.name = 'LostRace';
  }

  hasErrorLabel(label: string): boolean {
    return label === 'TransientTransactionError';
  }
}

export interface Versioned {
  _id: string;
  /** How often it was written; 0 = not stored yet. */
  version: number;
}

/** A field that is `undefined` is not stored, where the driver would make it `null`. */
const AS_CHECKED = { ignoreUndefined: true };

/**
 * Writes a document as a rule made it of what is stored: the version must still be that of the stored one (0: none is stored), and is raised
 * by one. Returns what is stored now: the events of the change take their `seq` and versions from that. Throws `LostRace` when somebody
 * else wrote meanwhile, `WrongDocument` when it is not as declared.
 */
export async function save<T extends Versioned>(
  model: Model<T>,
  document: T,
  session: ClientSession,
): Promise<T> {
  const saved = { ...document, version: document.version + 1 };
  await saveVersion(model, saved, session);
  return saved;
}

/** The same for many documents at once, in one round trip; all of them or, as a lost race, none. */
export async function saveAll<T extends Versioned>(
  model: Model<T>,
  documents: readonly T[],
  session: ClientSession,
): Promise<T[]> {
  const saved = documents.map((document) => ({ ...document, version: document.version + 1 }));
  await saveVersions(model, saved, session);
  return saved;
}

/** Over the version before it; version 1 is inserted. Throws `LostRace` when that is not what is stored. */
async function saveVersion<T extends Versioned>(
  model: Model<T>,
  next: T,
  session: ClientSession,
): Promise<void> {
  if (next.version === 1) return insertOnce(model, [next], session);
  checkDocument(model, next);
  const { matchedCount } = await nativeOf<Versioned>(model)
    .replaceOne({ _id: next._id, version: next.version - 1 }, next, { session, ...AS_CHECKED })
    .catch(asLostRace(next._id));
  if (matchedCount === 0) throw new LostRace(next._id);
}

/** The same for many documents at once. */
async function saveVersions<T extends Versioned>(
  model: Model<T>,
  next: readonly T[],
  session: ClientSession,
): Promise<void> {
  if (next.length === 0) return;
  for (const document of next) checkDocument(model, document);
  const { insertedCount, matchedCount } = await nativeOf<Versioned>(model)
    .bulkWrite(next.map(versionWrite), { session, ordered: false, ...AS_CHECKED })
    .catch(asLostRace(model.collection.name));
  if (insertedCount + matchedCount < next.length) throw new LostRace(model.collection.name);
}

function versionWrite(next: Versioned): mongo.AnyBulkWriteOperation<Versioned> {
  if (next.version === 1) return { insertOne: { document: next } };
  const filter = { _id: next._id, version: next.version - 1 };
  return { replaceOne: { filter, replacement: next } };
}

/** Inserts documents that only one writer can insert. Throws `LostRace` when another one did, `WrongDocument` when one is not as declared. */
export async function insertOnce<T>(
  model: Model<T>,
  documents: readonly T[],
  session: ClientSession,
): Promise<void> {
  for (const document of documents) checkDocument(model, document);
  await nativeOf<object>(model)
    .insertMany([...documents] as object[], { session, ...AS_CHECKED })
    .catch(asLostRace(model.collection.name));
}

/** Past mongoose, which would look at each field again. */
function nativeOf<T extends object>(model: Pick<Model<never>, 'db' | 'collection'>): Collection<T> {
  return model.db.collection<T>(model.collection.name);
}

/** What a unique index refuses was free when the rule looked. */
function asLostRace(what: string): (error: unknown) => never {
  return (error) => {
    throw isDuplicateKey(error) ? new LostRace(what) : error;
  };
}
