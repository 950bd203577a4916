import type { Connection, mongo } from 'mongoose';

const DAY_S = 24 * 3_600;
const NAMESPACE_EXISTS = 48;

/** Collection → its indexes beside `_id`. */
export const MESSAGING_INDEXES: Record<string, mongo.IndexDescription[]> = {
  outbox: [
    { name: 'key_seq_type', key: { key: 1, seq: 1, type: 1 }, unique: true },
    { name: 'pending', key: { createdAt: 1 }, partialFilterExpression: { publishedAt: null } },
    { name: 'published_ttl', key: { publishedAt: 1 }, expireAfterSeconds: 7 * DAY_S },
  ],
  inbox: [{ name: 'ttl', key: { at: 1 }, expireAfterSeconds: 30 * DAY_S }],
  idempotency: [{ name: 'ttl', key: { createdAt: 1 }, expireAfterSeconds: DAY_S }],
  locks: [],
};

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
