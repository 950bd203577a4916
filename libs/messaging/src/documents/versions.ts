import type { ClientSession, Model } from 'mongoose';
import { checkDocument } from './check';
import { writeAll, type Condition, type Row } from './sheet';
import { commandOf } from './unit';

export interface Versioned extends Row {
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
export async function put<T extends Row>(
  model: Model<T>,
  document: T,
  where: Condition,
  session: ClientSession,
): Promise<void> {
  await write(model, [{ row: document, where }], session);
}

/** The same for many documents at once, in two round trips; all of them or, as a lost race, none. */
export async function saveAll<T extends Versioned>(
  model: Model<T>,
  documents: readonly T[],
  session: ClientSession,
): Promise<T[]> {
  const saved = documents.map(raised);
  await write(
    model,
    saved.map((row) => ({ row, where: replacedBy(row) })),
    session,
  );
  return saved;
}

function raised<T extends Versioned>(document: T): T {
  return { ...document, version: document.version + 1 };
}

/** What must be stored for it: nothing, or the version before. */
function replacedBy({ version }: Versioned): { version: number } | null {
  return version === 1 ? null : { version: version - 1 };
}

/** Inserts documents that only one writer can insert. Throws `LostRace` when another one did, `WrongDocument` when one is not as declared. */
export async function insertOnce<T extends Row>(
  model: Model<T>,
  documents: readonly T[],
  session: ClientSession,
): Promise<void> {
  await write(
    model,
    documents.map((row) => ({ row, where: null })),
    session,
  );
}

async function write<T extends Row>(
  model: Model<T>,
  writes: readonly { row: T; where: Condition }[],
  session: ClientSession,
): Promise<void> {
  if (writes.length === 0) return;
  for (const { row } of writes) checkDocument(model, row);
  const { name } = model.collection;
  const command = commandOf(session);
  // Past mongoose, which would look at each field again.
  if (!command) await writeAll(model.db.collection<Row>(name), writes, session);
  else for (const { row, where } of writes) command.write(name, row, where);
}
