import {
  Kind,
  Type,
  TypeRegistry,
  type TObject,
  type TProperties,
  type TSchema,
  type TUnsafe,
} from '@sinclair/typebox';
import { mongo } from 'mongoose';

export { Type as t, type Static } from '@sinclair/typebox';

TypeRegistry.Set('ObjectId', (_schema, value) => value instanceof mongo.ObjectId);

/** An object with these fields and no others, as every stored one is. */
export function closed<P extends TProperties>(properties: P): TObject<P> {
  return Type.Object(properties, { additionalProperties: false });
}

/** What stored values look like, beside what TypeBox's `t` knows. */
export const field = {
  /** One of these texts. */
  oneOf: <const V extends readonly string[]>(values: V) =>
    Type.Union(values.map((value) => Type.Literal(value))) as TSchema as TUnsafe<V[number]>,
  /** A whole number, and not below zero. */
  count: Type.Integer({ minimum: 0 }),
  /** Whole fen. */
  fen: Type.Integer({ minimum: 0 }),
  /** A moment as the database's own date. */
  date: Type.Date(),
  /** A moment as text, RFC 3339. */
  instant: Type.String({
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$',
  }),
  /** A calendar day, `YYYY-MM-DD`. */
  day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  /** Personal text as FieldCipher of platform writes it, for the place named (`accounts.phone`): text in the clear is refused. */
  encrypted: (place: string) =>
    Type.String({ pattern: '^[^.]+(\\.[\\w-]*){3}$', encryptedAs: place }),
  objectId: Type.Unsafe<mongo.ObjectId>({ [Kind]: 'ObjectId' }),
  /** For fields that are stored as `null` where others would be absent. */
  orNull: <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]),
  /** Checked as `schema`, typed as `T`: for a shape that the contracts name. */
  shaped: <T>(schema: TSchema) => Type.Unsafe<T>(schema),
};
