import type { OutboxDocument } from '@demerit/messaging';
import { connection } from '../../../test/support/replicas';
import type { TargetDocument } from '../src/review/review.types';
import type { StoredReservation } from '../src/reservations/reservations.types';

/** What commands of the ledger leave in its database, so that two runs of the same commands can be compared. */

type Lasting = (row: object) => object;

const asItIs: Lasting = (row) => row;

/** Of each collection what does not depend on ids made at random or on the real clock. */
const COLLECTIONS: Readonly<Record<string, Lasting>> = {
  licences: asItIs,
  vehicles: asItIs,
  cycles: asItIs,
  reservations: (row) => ({ ...(row as StoredReservation), createdAt: undefined }),
  entries: asItIs,
  people: asItIs,
  targets: asItIs,
  attempts: asItIs,
  inbox: (row) => ({ ...row, at: undefined }),
  outbox: (row) => {
    const { key, seq, type, payload, counts } = row as OutboxDocument;
    return { key, seq, type, payload, counts };
  },
};

export async function emptied(): Promise<void> {
  for (const name of Object.keys(COLLECTIONS)) await connection().collection(name).deleteMany({});
}

/** Review targets, whose ids are made at random, under names of those whom they list: each is on the list once. */
export async function written(): Promise<Record<string, object[]>> {
  const targets = await connection().collection<TargetDocument>('targets').find().toArray();
  const nameOf = new Map(
    targets.map(({ _id, kind, subjectId, accountId }) => [
      _id,
      `target of ${kind} ${accountId ?? subjectId}`,
    ]),
  );
  const all: Record<string, object[]> = {};
  for (const [name, lasting] of Object.entries(COLLECTIONS)) {
    const rows = await connection().collection(name).find().toArray();
    const texts = rows.map((row) =>
      inOrder(lasting(row)).replaceAll(/krt_[^"]+/g, (id) => nameOf.get(id) ?? id),
    );
    all[name] = texts.sort().map((text) => JSON.parse(text) as object);
  }
  return all;
}

/** The same text for the same document, in whatever order its fields are stored. */
function inOrder(row: object): string {
  return JSON.stringify(row, (_name, value: unknown) =>
    value instanceof Object && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
