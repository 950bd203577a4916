import { KindGuard, Type, type TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { thereBy, type Fact } from './filters';

/** Something that is declared at a path. */
interface Place {
  path: string;
  schema: TSchema;
}

/** Where a dotted path leads in one of the forms that a document may have. */
export interface Way extends Place {
  mayBeAbsent: boolean;
  /** What may be absent before it, so that a change would make it of nothing. */
  gaps: Place[];
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

/**
 * The ways of a path, one for each form that a document may have by the facts: several where it goes through a union, none where a form
 * declares nothing there. A form that holds no other values is none, since the database sets nothing within a text or within null.
 */
export function waysTo(document: TSchema, path: string, facts: readonly Fact[]): Way[] {
  let ways: Way[] = [{ path: '', schema: document, mayBeAbsent: false, gaps: [] }];
  for (const name of path.split('.')) {
    const next = ways.flatMap((way) =>
      possibleFormsOf(way, facts).map((form) => stepFrom(way, form, name)),
    );
    ways = next.filter((way) => way !== undefined);
    if (ways.length < next.length) return [];
  }
  return ways;
}

/** The forms with something within them. */
function formsOf(schema: TSchema): TSchema[] {
  if (KindGuard.IsUnion(schema)) return schema.anyOf.flatMap(formsOf);
  const holds = KindGuard.IsObject(schema) || KindGuard.IsRecord(schema);
  return holds || KindGuard.IsArray(schema) ? [schema] : [];
}

function stepFrom(way: Way, form: TSchema, name: string): Way | undefined {
  const schema = within(form, name);
  if (schema === undefined) return undefined;
  const path = way.path === '' ? name : `${way.path}.${name}`;
  const gaps = way.mayBeAbsent ? [...way.gaps, way] : way.gaps;
  // Nothing makes up for an item that is not there: the database would fill a list with nulls, or make an object of numbers.
  if (/^\d+$/.test(name) && KindGuard.IsArray(form))
    return { path, schema, mayBeAbsent: false, gaps: [...gaps, { path, schema: Type.Never() }] };
  return { path, schema, mayBeAbsent: mayLack(form, schema), gaps };
}

function mayLack(form: TSchema, schema: TSchema): boolean {
  return KindGuard.IsRecord(form) || KindGuard.IsOptional(schema);
}

/** What a form declares under a name; of a list, under a number or a sign for items. */
function within(form: TSchema, name: string): TSchema | undefined {
  if (KindGuard.IsObject(form)) return form.properties[name];
  if (KindGuard.IsRecord(form)) {
    const entries = Object.entries(form.patternProperties);
    return entries.find(([pattern]) => new RegExp(pattern).test(name))?.[1];
  }
  const isPlace = /^(\d+|\$(\[\w*\])?)$/.test(name);
  return KindGuard.IsArray(form) && isPlace ? form.items : undefined;
}

/** One form needs no proof. */
function possibleFormsOf({ path, schema }: Place, facts: readonly Fact[]): TSchema[] {
  const forms = formsOf(schema);
  return forms.length < 2
    ? forms
    : forms.filter((form) => isPossible({ path, schema: form }, facts));
}

/** Whether a place may have this form, given what is there. */
function isPossible({ path, schema }: Place, facts: readonly Fact[]): boolean {
  return thereBy(facts).every((fact) => {
    if (!fact.path.startsWith(`${path}.`)) return true;
    const found = reachedBy(schema, fact.path.slice(path.length + 1).split('.'));
    return found.some((one) => fact.operator !== '$eq' || mayEqual(one, fact.value));
  });
}

/** As conditions read a path: through a list it goes to each of its items. */
function reachedBy(schema: TSchema, [name, ...rest]: string[]): TSchema[] {
  if (name === undefined) return [schema];
  return formsOf(schema).flatMap((form) => {
    const inner = within(form, name);
    if (inner !== undefined) return reachedBy(inner, rest);
    return KindGuard.IsArray(form) ? reachedBy(form.items, [name, ...rest]) : [];
  });
}

/** A list equals each of its items, to a filter. */
function mayEqual(schema: TSchema, value: unknown): boolean {
  return formsOf(schema).some(KindGuard.IsArray) || passes(schema, value);
}
