import type { ClientSession, Collection, Model, mongo } from 'mongoose';
import { AS_CHECKED, checkDocument } from './check';
import { asLostRace, LostRace } from './lost-race';
import type { Condition } from './sheet';
import { commandOf } from './unit';

export interface Versioned {
  _id: string;
  /** How often it was written; 0 = not stored yet. */
  version: number;
}

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
  const saved = raised(document);
  await put(model, saved, replacedBy(saved), session);
  return saved;
}

/**
 * Writes a document in the place of the stored one, of which `where` must hold; null: there must be none. For one without a version. Throws
 * `LostRace` when it does not hold, `WrongDocument` when the document is not as declared.
 */
export async function put<T extends { _id: string }>(
  model: Model<T>,
  document: T,
  where: Condition,
  session: ClientSession,
): Promise<void> {
  if (where === null) return insertOnce(model, [document], session);
  checkDocument(model, document);
  const { _id } = document;
  const command = commandOf(session);
  if (command) {
    command.write(model.collection.name, document, where);
    return;
  }
  const { matchedCount } = await nativeOf<{ _id: string }>(model)
    .replaceOne({ ...where, _id }, document, { session, ...AS_CHECKED })
    .catch(asLostRace(_id));
  if (matchedCount === 0) throw new LostRace(_id);
}

/** The same for many documents at once, in two round trips; all of them or, as a lost race, none. */
export async function saveAll<T extends Versioned>(
  model: Model<T>,
  documents: readonly T[],
  session: ClientSession,
): Promise<T[]> {
  const saved = documents.map(raised);
  if (saved.length === 0) return saved;
  for (const document of saved) checkDocument(model, document);
  const command = commandOf(session);
  if (command) {
    for (const row of saved) command.write(model.collection.name, row, replacedBy(row));
    return saved;
  }
  const { insertedCount, matchedCount } = await nativeOf<Versioned>(model)
    .bulkWrite(saved.map(writeOf), { session, ordered: false, ...AS_CHECKED })
    .catch(asLostRace(model.collection.name));
  if (insertedCount + matchedCount < saved.length) throw new LostRace(model.collection.name);
  return saved;
}

function raised<T extends Versioned>(document: T): T {
  return { ...document, version: document.version + 1 };
}

/** What must be stored for it: nothing, or the version before. */
function replacedBy({ version }: Versioned): { version: number } | null {
  return version === 1 ? null : { version: version - 1 };
}

function writeOf(saved: Versioned): mongo.AnyBulkWriteOperation<Versioned> {
  const where = replacedBy(saved);
  if (where === null) return { insertOne: { document: saved } };
  return { replaceOne: { filter: { _id: saved._id, ...where }, replacement: saved } };
}

/** Inserts documents that only one writer can insert. Throws `LostRace` when another one did, `WrongDocument` when one is not as declared. */
export async function insertOnce<T extends { _id: string }>(
  model: Model<T>,
  documents: readonly T[],
  session: ClientSession,
): Promise<void> {
  if (documents.length === 0) return;
  for (const document of documents) checkDocument(model, document);
  const command = commandOf(session);
  if (command) {
    for (const row of documents) command.write(model.collection.name, row, null);
    return;
  }
  await nativeOf<object>(model)
    .insertMany([...documents] as object[], { session, ...AS_CHECKED })
    .catch(asLostRace(model.collection.name));
}

/** Past mongoose, which would look at each field again. */
function nativeOf<T extends object>(model: Pick<Model<never>, 'db' | 'collection'>): Collection<T> {
  return model.db.collection<T>(model.collection.name);
}
