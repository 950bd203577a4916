import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Collection, Connection, Model, mongo } from 'mongoose';
import type { ServiceName } from '../config/config';
import { configurationOf } from '../config/configuration';
import { openOptions } from '../database/database';
import { FieldCipher } from './field-cipher';
import { ConfigurationError } from '../config/environment';

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
      await collectionOf(model).bulkWrite(rows.map((row) => renewal(row, fields, cipher)));
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
): mongo.AnyBulkWriteOperation<Row> {
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
  return { updateOne: { filter: { _id: row._id, ...read }, update: { $set: renewed } } };
}

/**
 * The words `reencrypt [--check]` to a service's program: personal fields get the newest of `FIELD_KEYS` (with `--check` they are only counted).
 * Nothing else of the service starts. Exit code 0: none is left under another key; 1: some are; 2: it could not be done.
 */
export async function reencryptTask(
  service: ServiceName,
  appModule: Type,
  { write }: { write: boolean },
): Promise<number> {
  const configuration = configurationOf(service);
  if (configuration instanceof ConfigurationError) throw configuration;
  const { config, parts } = configuration;
  const say = (line: string) => process.stdout.write(`${service}: ${line}\n`);
  if (!parts.personalData) {
    say('keeps nothing encrypted');
    return 0;
  }
  const app = await NestFactory.create(appModule, new FastifyAdapter(), { logger: false });
  const connection = app.get<Connection>(getConnectionToken());
  const cipher = app.get(FieldCipher);
  try {
    await connection.openUri(config.mongodbUrl, openOptions(`${config.databasePrefix}_${service}`));
    let left = 0;
    for (const encrypted of encryptedFields(connection)) {
      const { name } = encrypted.model.collection;
      const renewed = write
        ? await reencrypt(encrypted, cipher, (count) => say(`${name}: ${count} so far`))
        : 0;
      const stale = await countStale(encrypted, cipher.newestKeyId);
      say(
        `${name}: ${renewed} encrypted anew, ${stale} under another key than ${cipher.newestKeyId}`,
      );
      left += stale;
    }
    return left === 0 ? 0 : 1;
  } catch (error) {
    say(`not done: ${String(error)}`);
    return 2;
  } finally {
    await connection.close();
  }
}
