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

/** Days of the calendar as patterns: no other check of a text costs less, and documents hold many. */
const IN_EVERY_YEAR = [
  '(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])',
  '(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)',
  '02-(?:0[1-9]|1\\d|2[0-8])',
].join('|');
/** Divisible by four, and a year that ends a century by 400. */
const LEAP_YEAR = '(?:\\d{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const DAY = `(?:\\d{4}-(?:${IN_EVERY_YEAR})|${LEAP_YEAR}-02-29)`;
const HOUR_MINUTE = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const TIME = `${HOUR_MINUTE}:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-]${HOUR_MINUTE})`;

/** What stored values look like, beside what TypeBox's `t` knows. */
export const field = {
  /** One of these texts. */
  oneOf: <const V extends readonly string[]>(values: V) =>
    Type.Union(values.map((value) => Type.Literal(value))) as TSchema as TUnsafe<V[number]>,
  /** A whole number, and not below zero. */
  count: Type.Integer({ minimum: 0 }),
  /** Whole fen, up to the last number that is counted exactly. */
  fen: Type.Integer({ minimum: 0, maximum: 9_007_199_254_740_991 }),
  /** A moment as the database's own date. */
  date: Type.Date(),
  /** A moment as text, RFC 3339, that exists. */
  instant: Type.String({ pattern: `^${DAY}T${TIME}$` }),
  /** A calendar day, `YYYY-MM-DD`, that exists. */
  day: Type.String({ pattern: `^${DAY}$` }),
  /** Personal text as FieldCipher of platform writes it, for the place named (`accounts.phone`): text in the clear is refused. */
  encrypted: (place: string) =>
    Type.String({ pattern: '^[^.]+(\\.[\\w-]*){3}$', encryptedAs: place }),
  objectId: Type.Unsafe<mongo.ObjectId>({ [Kind]: 'ObjectId' }),
  /** For fields that are stored as `null` where others would be absent. */
  orNull: <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]),
  /** Checked as `schema`, typed as `T`: for a shape that the contracts name. */
  shaped: <T>(schema: TSchema) => Type.Unsafe<T>(schema),
};
