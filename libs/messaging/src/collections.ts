import type { Connection, mongo } from 'mongoose';
import type { CheckedCollection } from './documents/collection';
import { IDEMPOTENCY } from './inbox/idempotency';
import { INBOX } from './inbox/inbox';
import { LOCKS } from './outbox/lease';
import { OUTBOX } from './outbox/outbox';

const NAMESPACE_EXISTS = 48;

/** What this library keeps in the database of whoever uses it. */
export const MESSAGING_COLLECTIONS: readonly CheckedCollection[] = [
  OUTBOX,
  INBOX,
  IDEMPOTENCY,
  LOCKS,
];

/** Collection → its indexes beside `_id`. */
export const MESSAGING_INDEXES: Record<string, mongo.IndexDescription[]> = Object.fromEntries(
  MESSAGING_COLLECTIONS.map((own) => [own.name, indexesOf(own)]),
);

function indexesOf({ schema }: CheckedCollection): mongo.IndexDescription[] {
  return schema.indexes().map(([key, options]) => ({ ...options, key }) as mongo.IndexDescription);
}
/**
 * Creates the collections and indexes of this library, as often as you like. Before first use, since not
 * every engine creates a collection within a transaction.
 */
export async function prepareMessagingCollections(connection: Connection): Promise<void> {
  for (const [name, indexes] of Object.entries(MESSAGING_INDEXES)) {
    await connection.createCollection(name).catch((error: unknown) => {
      if (!isExisting(error)) throw error;
    });
    if (indexes.length > 0) await connection.collection(name).createIndexes(indexes);
  }
}

function isExisting(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === NAMESPACE_EXISTS
  );
}
