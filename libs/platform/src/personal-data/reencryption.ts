import { checkChange } from '@demerit/messaging';
import type { Collection, Connection, Model, mongo } from 'mongoose';
import { onOwnDatabase, sayOf, type OneTask } from '../database/own-database';
import { FieldCipher } from './field-cipher';

/** Documents read and written at a time. */
const BATCH = 500;
/** A line of progress after so many documents. */
const LINE_EVERY = 10_000;

interface Row {
  _id: string | number;
  [field: string]: unknown;
}

/** A collection with fields that a schema declares as `{ type: String, encryptedAs: context }`: field → context. */
interface Encrypted {
  model: Model<Row>;
  fields: Map<string, string>;
}

/** Fields of the models of a connection that are encrypted. */
export function encryptedFields(connection: Connection): Encrypted[] {
  return Object.values(connection.models).flatMap((model) => {
    const fields = encryptedIn(model);
    return fields.size > 0 ? [{ model: model as Model<Row>, fields }] : [];
  });
}

/** Those of one collection: field → context. */
export function encryptedFieldsOf(
  connection: Connection,
  collection: string,
): ReadonlyMap<string, string> {
  const model = Object.values(connection.models).find(
    (candidate) => candidate.collection.name === collection,
  );
  return model ? encryptedIn(model) : new Map();
}

function encryptedIn({ schema }: Connection['models'][string]): Map<string, string> {
  const fields = new Map<string, string>();
  schema.eachPath((path, { options }) => {
    const { encryptedAs } = options as { encryptedAs?: string };
    if (encryptedAs !== undefined) fields.set(path, encryptedAs);
  });
  return fields;
}

/** How many documents of a collection hold a value that another key than the newest encrypted. */
export function countStale({ model, fields }: Encrypted, keyId: string): Promise<number> {
  return collectionOf(model).countDocuments(staleIn(fields, keyId));
}

/**
 * Encrypts under the newest key what another one encrypted, a batch at a time, until a pass finds nothing more: a service that writes meanwhile
 * may put an old value back. What is done stays done, so that an interrupted run goes on where it was. Answers the number of documents.
 */
export async function reencrypt(
  { model, fields }: Encrypted,
  cipher: FieldCipher,
  progress: (documents: number) => void = () => undefined,
): Promise<number> {
  let documents = 0;
  for (let found = -1; found !== documents;) {
    found = documents;
    for await (const rows of batches(model, staleIn(fields, cipher.newestKeyId))) {
      const before = documents;
      const renewals = rows.map((row) => renewal(row, fields, cipher));
      for (const change of renewals) checkChange(model, change);
      await collectionOf(model).bulkWrite(renewals.map((change) => ({ updateOne: change })));
      documents += rows.length;
      if (Math.floor(before / LINE_EVERY) < Math.floor(documents / LINE_EVERY)) progress(documents);
    }
  }
  return documents;
}

/** In the order of their ids, so that the documents behind are not looked at again. */
async function* batches(model: Model<Row>, stale: mongo.Filter<Row>): AsyncGenerator<Row[]> {
  const collection = collectionOf(model);
  let after: mongo.Filter<Row> = {};
  for (;;) {
    const rows = await collection
      .find({ $and: [stale, after] })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray();
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = { _id: { $gt: last._id } };
  }
}

function collectionOf(model: Model<Row>): Collection<Row> {
  return model.db.collection<Row>(model.collection.name);
}

function staleIn(fields: Map<string, string>, keyId: string): mongo.Filter<Row> {
  const isFresh = new RegExp(`^${keyId}\\.`);
  return {
    $or: [...fields.keys()].map((field) => ({ [field]: { $type: 'string', $not: isFresh } })),
  };
}

/** Only over the values that were read: whatever a service wrote meanwhile is newer. */
function renewal(
  row: Row,
  fields: Map<string, string>,
  cipher: FieldCipher,
): mongo.UpdateOneModel<Row> {
  const stale = [...fields].flatMap(([field, context]) => {
    const value = row[field];
    return typeof value === 'string' && cipher.isStale(value) ? [{ field, context, value }] : [];
  });
  const read = Object.fromEntries(stale.map(({ field, value }) => [field, value]));
  const renewed = Object.fromEntries(
    stale.map(({ field, context, value }) => [
      field,
      cipher.encrypt(cipher.decrypt(value, context), context),
    ]),
  );
  return { filter: { _id: row._id, ...read }, update: { $set: renewed } };
}

/**
 * The words `reencrypt [--check]` to a service's program: personal fields get the newest of `FIELD_KEYS` (with `--check` they are only counted).
 * Exit code 0: none is left under another key; 1: some are; 2: it could not be done.
 */
export async function reencryptTask(task: OneTask): Promise<number> {
  const say = sayOf(task.service);
  if (!task.configuration.parts.personalData) {
    say('keeps nothing encrypted');
    return 0;
  }
  return onOwnDatabase(task, async (connection, app) => {
    const cipher = app.get(FieldCipher);
    let left = 0;
    for (const encrypted of encryptedFields(connection)) {
      const { name } = encrypted.model.collection;
      const renewed = task.readOnly
        ? 0
        : await reencrypt(encrypted, cipher, (count) => say(`${name}: ${count} so far`));
      const stale = await countStale(encrypted, cipher.newestKeyId);
      say(
        `${name}: ${renewed} encrypted anew, ${stale} under another key than ${cipher.newestKeyId}`,
      );
      left += stale;
    }
    return left === 0 ? 0 : 1;
  });
}
