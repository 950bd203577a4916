import { KindGuard, type TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import {
  checkDocument,
  declarationOf,
  WrongDocument,
  type Declaration,
  type OfCollection,
} from './check';

type Fields = Record<string, unknown>;

/** A change of stored documents in the database's operators. */
export interface Change {
  filter: object;
  /** Fields without an operator are set, as mongoose does it. */
  update: unknown;
  upsert?: boolean | undefined;
}

/** What an operator asks of the value it brings, given the schema at the path. */
type Rule = (schema: TSchema, value: unknown) => boolean;

const isSet: Rule = (schema, value) => value === undefined || passes(schema, value);
const isAdded: Rule = (schema, value) =>
  KindGuard.IsArray(schema) && addedBy(value).every((item) => passes(schema.items, item));
const isCounted: Rule = (schema, value) =>
  KindGuard.IsInteger(schema)
    ? Number.isInteger(value)
    : KindGuard.IsNumber(schema) && Number.isFinite(value);

/** Another operator than these is refused: nobody could say what it leaves behind. */
const OPERATORS: Record<string, Rule> = {
  $set: isSet,
  $setOnInsert: isSet,
  $min: isSet,
  $max: isSet,
  $inc: isCounted,
  $push: isAdded,
  $addToSet: isAdded,
  $pull: (schema) => KindGuard.IsArray(schema),
  $unset: (schema) => KindGuard.IsOptional(schema),
};

/** Throws `WrongDocument` when the change would leave something that the collection does not declare. */
export function checkChange(of: OfCollection, { filter, update, upsert }: Change): void {
  const declaration = declarationOf(of);
  if (Array.isArray(update))
    throw new WrongDocument(declaration.collection, 'changed by a pipeline');
  const operations = operationsOf((update ?? {}) as Fields);
  for (const [operator, fields] of operations) {
    const rule = OPERATORS[operator];
    if (!rule) throw new WrongDocument(declaration.collection, `changed by ${operator}`);
    for (const [path, value] of Object.entries(fields)) {
      const found = schemasAt(declaration.document, path.split('.'));
      if (!found.some((schema) => rule(schema, value))) refuse(declaration, path, operator);
    }
  }
  if (upsert === true) checkDocument(of, insertedBy(filter as Fields, operations));
}

const compiled = new WeakMap<TSchema, TypeCheck<TSchema>>();

/** Whether a value is as a part of a document is declared; the part is compiled when it is first seen. */
export function passes(schema: TSchema, value: unknown): boolean {
  let check = compiled.get(schema);
  if (check === undefined) {
    check = TypeCompiler.Compile(schema);
    compiled.set(schema, check);
  }
  return check.Check(value);
}

function refuse({ collection }: Declaration, path: string, operator: string): never {
  throw new WrongDocument(`${collection}.${path}`, `not what ${operator} may bring there`);
}

function operationsOf(update: Fields): [string, Fields][] {
  const entries = Object.entries(update);
  const bare = entries.filter(([name]) => !name.startsWith('$'));
  const operations = entries.filter(([name]) => name.startsWith('$')) as [string, Fields][];
  return bare.length === 0 ? operations : [['$set', Object.fromEntries(bare)], ...operations];
}

/** The schemas a dotted path may lead to; several where it goes through a union, none where nothing is declared. */
function schemasAt(schema: TSchema, [first, ...rest]: string[]): TSchema[] {
  if (first === undefined) return [schema];
  if (KindGuard.IsUnion(schema))
    return schema.anyOf.flatMap((one) => schemasAt(one, [first, ...rest]));
  const next = childOf(schema, first);
  return next === undefined ? [] : schemasAt(next, rest);
}

function childOf(schema: TSchema, name: string): TSchema | undefined {
  if (KindGuard.IsObject(schema)) return schema.properties[name];
  if (KindGuard.IsRecord(schema)) return Object.values(schema.patternProperties)[0];
  const isPlace = /^(\d+|\$(\[\w*\])?)$/.test(name);
  return KindGuard.IsArray(schema) && isPlace ? schema.items : undefined;
}

/** What `$push` and `$addToSet` add. */
function addedBy(value: unknown): unknown[] {
  const each =
    typeof value === 'object' && value !== null && '$each' in value ? value.$each : [value];
  return Array.isArray(each) ? each : [undefined];
}

/** What an upsert writes where nothing was: the fields that the filter names, and those of the change. */
function insertedBy(filter: Fields, operations: [string, Fields][]): Fields {
  const inserted: Fields = {};
  for (const [path, value] of Object.entries(filter)) {
    if (!path.startsWith('$') && !isCondition(value)) put(inserted, path, value);
  }
  for (const [operator, fields] of operations) {
    if (operator === '$unset' || operator === '$pull') continue;
    const adds = operator === '$push' || operator === '$addToSet';
    for (const [path, value] of Object.entries(fields)) {
      put(inserted, path, adds ? addedBy(value) : value);
    }
  }
  return inserted;
}

function isCondition(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).some((name) => name.startsWith('$'))
  );
}

function put(document: Fields, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? path;
  let at = document;
  for (const name of names) at = (at[name] ??= {}) as Fields;
  at[last] = value;
}
