import { KindGuard, type TObject, type TSchema } from '@sinclair/typebox';
import { Schema, type IndexDefinition, type mongo } from 'mongoose';
import type { EarlierNames } from '../message/earlier-names';
import { declare } from './check';
import { checkWrites } from './hooks';

/** A collection whose documents are checked, as `MongooseModule.forFeature` takes it. */
export interface CheckedCollection {
  name: string;
  schema: Schema;
}

/**
 * One declaration gives the type of a collection's documents (`Static<typeof licenceDocument>`) and the check that every write runs.
 * `name` is the model's and the collection's. `earlierNames`: fields that earlier versions stored under another name get that of now at the start. Mongoose itself has no second list of fields: it keeps whatever passes.
 */
export function collection(
  name: string,
  document: TObject,
  indexes: readonly mongo.IndexDescription[] = [],
  earlierNames: EarlierNames = {},
): CheckedCollection {
  refuseOpenObjects(name, document);
  const schema = new Schema(pathsOf(document), {
    collection: name,
    strict: false,
    versionKey: false,
    minimize: false,
    id: false,
  });
  for (const { key, ...options } of indexes) schema.index(key as IndexDefinition, options);
  declare(schema, { collection: name, document, earlierNames });
  checkWrites(schema);
  return { name, schema };
}

/** The id, by whose type queries go, and what is encrypted, which is looked for by its option. */
function pathsOf({ properties }: TObject): Record<string, object> {
  const encrypted = Object.entries(properties).flatMap(([name, { encryptedAs }]) =>
    typeof encryptedAs === 'string' ? [[name, { type: String, encryptedAs }] as const] : [],
  );
  const idType = properties['_id']?.['type'] === 'string' ? String : Schema.Types.Mixed;
  return { _id: { type: idType }, ...Object.fromEntries(encrypted) };
}

/** TypeBox lets unknown fields pass unless a schema forbids them, and nobody would notice that one forgot to. */
function refuseOpenObjects(path: string, schema: TSchema): void {
  if (KindGuard.IsObject(schema)) {
    if (schema.additionalProperties === undefined) {
      throw new Error(`${path} does not say whether it has other fields: use closed(…)`);
    }
    for (const [name, property] of Object.entries(schema.properties)) {
      refuseOpenObjects(`${path}.${name}`, property);
    }
  }
  if (KindGuard.IsArray(schema)) refuseOpenObjects(`${path}[]`, schema.items);
  if (KindGuard.IsUnion(schema)) schema.anyOf.forEach((one) => refuseOpenObjects(path, one));
}
