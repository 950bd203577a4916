import { MESSAGING_INDEXES } from '@demerit/messaging';
import type { Connection } from 'mongoose';
import { prepareDatabase } from './database';
import { onOwnDatabase, sayOf, type OneTask } from './own-database';

const NAMESPACE_MISSING = 26;

/** An index that is not as the program wants it. */
export interface IndexDifference {
  collection: string;
  index: string;
  /** `unexpected`: no program asks for it. It costs time, and a unique one refuses what should be taken. */
  what: 'missing' | 'different' | 'unexpected';
}

interface Index {
  name?: string | undefined;
  key: object;
  unique?: unknown;
  sparse?: unknown;
  partialFilterExpression?: unknown;
  expireAfterSeconds?: unknown;
}

/** Compares the indexes of a database with those that the models of the connection, and messaging, declare. */
export async function indexDifferences(
  connection: Connection,
  withMessaging: boolean,
): Promise<{ collections: number; indexes: number; differences: IndexDifference[] }> {
  const wanted = wantedIndexes(connection, withMessaging);
  const differences: IndexDifference[] = [];
  let indexes = 0;
  for (const [collection, ofCollection] of wanted) {
    const found = await foundIndexes(connection, collection);
    indexes += ofCollection.size;
    for (const [index, description] of ofCollection) {
      const there = found.get(index);
      if (there === undefined) differences.push({ collection, index, what: 'missing' });
      else if (there !== description) differences.push({ collection, index, what: 'different' });
      found.delete(index);
    }
    for (const index of found.keys()) differences.push({ collection, index, what: 'unexpected' });
  }
  return { collections: wanted.size, indexes, differences };
}

/** Collection → name of an index → what it is. `_id` has its own everywhere. */
function wantedIndexes(
  connection: Connection,
  withMessaging: boolean,
): Map<string, Map<string, string>> {
  const wanted = new Map<string, Map<string, string>>();
  for (const model of Object.values(connection.models)) {
    const indexes = model.schema
      .indexes()
      .map(([key, options]) => ({ ...options, key, name: options.name ?? defaultName(key) }));
    const others = wanted.get(model.collection.name) ?? new Map<string, string>();
    wanted.set(model.collection.name, new Map([...others, ...described(indexes)]));
  }
  if (!withMessaging) return wanted;
  for (const [collection, indexes] of Object.entries(MESSAGING_INDEXES)) {
    const named = indexes.map((index) => ({ ...index, name: index.name ?? '' }));
    wanted.set(collection, described(named));
  }
  return wanted;
}

async function foundIndexes(
  connection: Connection,
  collection: string,
): Promise<Map<string, string>> {
  try {
    const indexes = await connection.collection(collection).indexes();
    return described(indexes.filter(({ name }) => name !== '_id_'));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === NAMESPACE_MISSING;
    if (isMissing) return new Map();
    throw error;
  }
}

function described(indexes: Index[]): Map<string, string> {
  return new Map(indexes.map((index) => [index.name ?? '', textOf(index)]));
}

/** What makes an index another one. */
function textOf(index: Index): string {
  const keys = Object.entries(index.key).map(([field, order]) => [field, Number(order)]);
  const flags = [Boolean(index.unique), Boolean(index.sparse), index.expireAfterSeconds ?? null];
  return JSON.stringify([keys, flags, index.partialFilterExpression ?? null]);
}

function defaultName(key: object): string {
  return Object.entries(key)
    .map(([field, order]) => `${field}_${String(order)}`)
    .join('_');
}

/**
 * The words `indexes [--check]` to a service's program: makes what is missing (not with `--check`), then prints each difference on a line.
 * Exit code 0: as wanted; 1: not; 2: it could not be looked at.
 */
export async function indexesTask(task: OneTask): Promise<number> {
  const { parts } = task.configuration;
  const say = sayOf(task.service);
  if (!parts.database) {
    say('has no database');
    return 0;
  }
  return onOwnDatabase(task, async (connection) => {
    if (!task.readOnly) await prepareDatabase(connection, parts.messaging);
    const { collections, indexes, differences } = await indexDifferences(
      connection,
      parts.messaging,
    );
    for (const { collection, index, what } of differences) {
      say(`${collection}.${index} is ${what}`);
    }
    say(`${indexes} indexes of ${collections} collections, ${differences.length} differences`);
    return differences.length === 0 ? 0 : 1;
  });
}
