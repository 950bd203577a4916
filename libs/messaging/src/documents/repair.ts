import { KindGuard, type TSchema } from '@sinclair/typebox';
import { declarationOf, type OfCollection } from './check';
import { passes } from './ways';

type Fields = Record<string, unknown>;

/** No document is wrong in more places that are of interest. */
const MOST_PLACES = 100;

/**
 * The paths of fields of a stored document that are `null` where their collection lets them be absent and not `null`, as an earlier version
 * wrote them. Without them the document says the same, and it can be written again.
 */
export function nullsForAbsent(of: OfCollection, document: unknown): string[] {
  return pathsBelow(declarationOf(of).document, document).map((path) => path.join('.'));
}

/**
 * Where a stored document is not as its collection declares it, each place once: `timeline[].reason`. Keys of a record, which may be ids,
 * are `*`; what stands there is never told, because it may be personal.
 */
export function placesNotAsDeclared(of: OfCollection, document: unknown): string[] {
  const declaration = declarationOf(of);
  if (declaration.compiled.Check(document)) return [];
  const places = new Set<string>();
  for (const { path } of declaration.compiled.Errors(document)) {
    places.add(placeOf(declaration.document, path.split('/').slice(1)));
    if (places.size >= MOST_PLACES) break;
  }
  return [...places];
}

function pathsBelow(schema: TSchema, value: unknown): string[][] {
  if (KindGuard.IsUnion(schema)) return pathsOfUnion(schema.anyOf, value);
  if (KindGuard.IsArray(schema) && Array.isArray(value))
    return value.flatMap((item, index) => under(String(index), pathsBelow(schema.items, item)));
  if (!isPlain(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const property = propertyOf(schema, name);
    if (property === undefined) return [];
    if (inner === null) return isAbsentInstead(property) ? [[name]] : [];
    return under(name, pathsBelow(property, inner));
  });
}

/** A union's are those of the member that the value is of without them. */
function pathsOfUnion(members: TSchema[], value: unknown): string[][] {
  for (const member of members) {
    const paths = pathsBelow(member, value);
    if (passes(member, paths.reduce(without, value))) return paths;
  }
  return [];
}

function under(name: string, paths: string[][]): string[][] {
  return paths.map((path) => [name, ...path]);
}

function isAbsentInstead(schema: TSchema): boolean {
  return KindGuard.IsOptional(schema) && !passes(schema, null);
}

function propertyOf(schema: TSchema, name: string): TSchema | undefined {
  if (KindGuard.IsObject(schema)) return schema.properties[name];
  return KindGuard.IsRecord(schema) ? Object.values(schema.patternProperties)[0] : undefined;
}

/** A copy without the field at the path. */
function without(value: unknown, [first = '', ...rest]: string[]): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown, index) =>
      String(index) === first ? without(item, rest) : item,
    );
  if (!isPlain(value)) return value;
  const { [first]: inner, ...others } = value;
  return rest.length === 0 ? others : { ...others, [first]: without(inner, rest) };
}

/** Dates and ids of the database are objects too. */
function isPlain(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  return Object.getPrototypeOf(value) === Object.prototype;
}

function placeOf(schema: TSchema, [first, ...rest]: string[]): string {
  if (first === undefined) return '';
  const [name, inner] = stepInto(schema, first);
  const after = inner === undefined ? '' : placeOf(inner, rest);
  return after === '' || after.startsWith('[') ? name + after : `${name}.${after}`;
}

/** The name of the step, and what is declared behind it. */
function stepInto(schema: TSchema, step: string): [string, TSchema | undefined] {
  if (KindGuard.IsArray(schema)) return ['[]', schema.items];
  if (KindGuard.IsRecord(schema)) return ['*', propertyOf(schema, step)];
  return [step, propertyOf(schema, step)];
}
