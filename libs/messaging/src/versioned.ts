import type { ClientSession, Model, mongo } from 'mongoose';
import { isDuplicateKey } from './database';

/** Somebody else wrote first. Labelled as the database labels its own conflicts, so that the transaction runs again on what is true now. */
export class LostRace extends Error {
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
  version: number;
}

/**
 * Writes an aggregate whose version a rule has raised by one, over the version before it; version 1 is inserted.
 * Throws `LostRace` when that is not what is stored.
 */
export async function saveVersion<T extends Versioned>(
  model: Model<T>,
  next: T,
  session: ClientSession,
): Promise<void> {
  if (next.version === 1) return insertOnce(model, [next], session);
  const { matchedCount } = await model.db
    .collection<Versioned>(model.collection.name)
    .replaceOne({ _id: next._id, version: next.version - 1 }, next, { session })
    .catch(asLostRace(next._id));
  if (matchedCount === 0) throw new LostRace(next._id);
}

/** The same for many documents at once, in two round trips. Throws `LostRace` when one of them is not what is stored. */
export async function saveVersions<T extends Versioned>(
  model: Model<T>,
  next: readonly T[],
  session: ClientSession,
): Promise<void> {
  if (next.length === 0) return;
  const name = model.collection.name;
  const { insertedCount, matchedCount } = await model.db
    .collection<Versioned>(name)
    .bulkWrite(next.map(versionWrite), { session, ordered: false })
    .catch(asLostRace(name));
  if (insertedCount + matchedCount < next.length) throw new LostRace(name);
}

function versionWrite(next: Versioned): mongo.AnyBulkWriteOperation<Versioned> {
  if (next.version === 1) return { insertOne: { document: next } };
  const filter = { _id: next._id, version: next.version - 1 };
  return { replaceOne: { filter, replacement: next } };
}

/** Inserts documents that only one writer can insert. Throws `LostRace` when another one did. */
export async function insertOnce<T>(
  model: Model<T>,
  documents: readonly T[],
  session: ClientSession,
): Promise<void> {
  await model
    .insertMany(documents, { session, lean: true })
    .catch(asLostRace(model.collection.name));
}

/** What a unique index refuses was free when the rule looked. */
function asLostRace(what: string): (error: unknown) => never {
  return (error) => {
    throw isDuplicateKey(error) ? new LostRace(what) : error;
  };
}
