import { KindGuard } from '@sinclair/typebox';
import {
  checkDocument,
  declarationOf,
  WrongDocument,
  type Declaration,
  type OfCollection,
} from './check';
import { boundsOf, factsOf, isThere, isUnclearInUpsert, type Fact } from './filters';
import { passes, waysTo, type Way } from './ways';

type Fields = Record<string, unknown>;

/** A change of stored documents in the database's operators. */
export interface Change {
  filter: object;
  /** Fields without an operator are set, as mongoose does it. */
  update: unknown;
  upsert?: boolean | undefined;
}

type Operations = [operator: string, fields: Fields][];

/** What an operator asks of the value it brings, given where it brings it and what is known of the document. */
type Rule = (way: Way, value: unknown, facts: readonly Fact[]) => boolean;

const isSet: Rule = ({ schema }, value) => passes(schema, value);

/** Nothing is set where the value is undefined: wherever something must be, somebody meant something else. */
const isSetOrLeft: Rule = (way, value, facts) =>
  value === undefined ? way.mayBeAbsent : isSet(way, value, facts);

/** How many items there are, and which, is not told by the change. */
const isAdded: Rule = ({ schema }, value) =>
  KindGuard.IsArray(schema) &&
  schema.maxItems === undefined &&
  schema.uniqueItems !== true &&
  addedBy(value).every((item) => passes(schema.items, item));

/** The sum must be within the bounds of the declaration, whatever is stored; where nothing is, it is what is added. */
const isCounted: Rule = ({ path, schema, mayBeAbsent }, value, facts) => {
  const isWhole = KindGuard.IsInteger(schema);
  if (!isWhole && !KindGuard.IsNumber(schema)) return false;
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (isWhole && !Number.isInteger(value)) return false;
  if (schema.multipleOf !== undefined && value % schema.multipleOf !== 0) return false;
  if (mayBeAbsent && !isThere(path, facts) && !passes(schema, value)) return false;
  const { lowest, highest } = boundsOf(path, facts, isWhole);
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  if (value < 0)
    return (
      lowest + value >= (minimum ?? -Infinity) &&
      (exclusiveMinimum === undefined || lowest + value > exclusiveMinimum)
    );
  return (
    highest + value <= (maximum ?? Infinity) &&
    (exclusiveMaximum === undefined || highest + value < exclusiveMaximum)
  );
};

/** Another operator than these is refused: nobody could say what it leaves behind. */
const OPERATORS: Record<string, Rule> = {
  $set: isSetOrLeft,
  $setOnInsert: isSetOrLeft,
  $min: isSet,
  $max: isSet,
  $inc: isCounted,
  $push: isAdded,
  $addToSet: isAdded,
  $pull: ({ schema }) => KindGuard.IsArray(schema) && schema.minItems === undefined,
  $unset: ({ mayBeAbsent }) => mayBeAbsent,
};

/** Throws `WrongDocument` when the change would, or might, leave something that the collection does not declare. */
export function checkChange(of: OfCollection, { filter, update, upsert }: Change): void {
  const declaration = declarationOf(of);
  if (Array.isArray(update))
    throw new WrongDocument(declaration.collection, 'changed by a pipeline');
  const operations = operationsOf((update ?? {}) as Fields);
  const facts = factsOf(filter);
  for (const [operator, fields] of operations) {
    const rule = OPERATORS[operator];
    if (!rule) throw new WrongDocument(declaration.collection, `changed by ${operator}`);
    for (const [path, value] of Object.entries(fields)) {
      const ways = waysTo(declaration.document, path, facts);
      if (ways.length === 0 || !ways.every((way) => rule(way, value, facts)))
        refuse(declaration, path, `not what ${operator} may bring there`);
      if (!TAKE_AWAY.includes(operator) && operator !== '$setOnInsert')
        checkGaps(declaration, ways, { facts, operations });
    }
  }
  if (upsert !== true) return;
  if (isUnclearInUpsert(filter))
    throw new WrongDocument(declaration.collection, 'inserted by an unclear filter');
  checkDocument(of, insertedBy(facts, operations));
}

/** What is made of nothing on the way must be whole. */
function checkGaps(
  declaration: Declaration,
  ways: readonly Way[],
  { facts, operations }: { facts: readonly Fact[]; operations: Operations },
): void {
  for (const { path, schema } of ways.flatMap(({ gaps }) => gaps)) {
    if (isThere(path, facts)) continue;
    const changing = operations.filter(([operator]) => operator !== '$setOnInsert');
    if (!passes(schema, inside(madeBy(changing), path.split('.'))))
      refuse(declaration, path, 'made in part, unless the filter says that it is there');
  }
}

function inside(value: unknown, names: readonly string[]): unknown {
  return names.reduce((at, name) => (at as Fields | undefined)?.[name], value);
}

function refuse({ collection }: Declaration, path: string, problem: string): never {
  throw new WrongDocument(`${collection}.${path}`, problem);
}

function operationsOf(update: Fields): Operations {
  const entries = Object.entries(update);
  const bare = entries.filter(([name]) => !name.startsWith('$'));
  const operations = entries.filter(([name]) => name.startsWith('$')) as Operations;
  return bare.length === 0 ? operations : [['$set', Object.fromEntries(bare)], ...operations];
}

/** What `$push` and `$addToSet` add. */
function addedBy(value: unknown): unknown[] {
  const each =
    typeof value === 'object' && value !== null && '$each' in value ? value.$each : [value];
  return Array.isArray(each) ? each : [undefined];
}

const ADD = ['$push', '$addToSet'];
const TAKE_AWAY = ['$unset', '$pull'];

/** What an upsert writes where nothing was: the fields that the filter names, and those of the change. The driver makes `null` of an undefined one of the filter. */
function insertedBy(facts: readonly Fact[], operations: Operations): Fields {
  const inserted: Fields = {};
  for (const { path, operator, value } of facts) {
    if (operator === '$eq') put(inserted, path, value ?? null);
  }
  return madeBy(operations, inserted);
}

/** What the operations make of nothing, or of what is there already. */
function madeBy(operations: Operations, made: Fields = {}): Fields {
  for (const [operator, fields] of operations) {
    if (TAKE_AWAY.includes(operator)) continue;
    for (const [path, value] of Object.entries(fields)) {
      put(made, path, ADD.includes(operator) ? addedBy(value) : value);
    }
  }
  return made;
}

/** In copies, since what stands there may be the caller's. */
function put(document: Fields, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? path;
  let at = document;
  for (const name of names) at = at[name] = { ...(at[name] as Fields | undefined) };
  at[last] = value;
}
