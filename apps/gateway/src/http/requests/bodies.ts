import { wording } from '@demerit/contracts';
import { MOST_NAMED, shown, type FieldError } from '@demerit/platform';
import { isOfEveryObject, unknownField } from './text';

/** No body of the interface is deeper; a deeper one is refused before anything walks through it. */
const MAX_DEPTH = 8;

/** Where `null` says something: a licence for life has no last day (rules.md §1). */
const MAY_BE_NULL = new Set(['validUntil']);

/**
 * What is wrong with the shape of a JSON body before its fields are looked at: not an object, `null` somewhere (an absent field is left out), half a
 * character (`"\\ud800"`, which no database keeps), a field whose name every object has, too deep.
 * `undefined` is a request without a body.
 */
export function shapeErrors(body: unknown): FieldError[] {
  if (body === undefined) return [];
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return [{ field: 'body', message: wording('form.body_object') }];
  if (isRight(body, 1)) return [];
  const errors: FieldError[] = [];
  for (const error of errorsBelow(body, '', 1)) if (errors.push(error) === MOST_NAMED) break;
  return errors;
}

/** Most are, and where each of their fields is need not be said then. */
function isRight(value: object, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const isList = Array.isArray(value);
  for (const name of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[name];
    if (inner === null || (!isList && isOfEveryObject(name))) return false;
    if (typeof inner === 'string' && !inner.isWellFormed()) return false;
    if (typeof inner === 'object' && !isRight(inner, depth + 1)) return false;
  }
  return true;
}

function* errorsBelow(value: object, path: string, depth: number): Generator<FieldError> {
  if (depth > MAX_DEPTH) {
    yield { field: path, message: wording('form.too_deep', { field: path }) };
    return;
  }
  const isList = Array.isArray(value);
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    const within = path === '' ? shown(name) : `${path}.${shown(name)}`;
    const field = isList ? `${path}[${name}]` : within;
    if (!isList && isOfEveryObject(name)) yield unknownField(field);
    else if (inner === null && MAY_BE_NULL.has(field)) continue;
    else if (inner === null) yield { field, message: wording('form.null', { field }) };
    else if (typeof inner === 'string' && !inner.isWellFormed())
      yield { field, message: wording('form.readable', { field }) };
    else if (typeof inner === 'object') yield* errorsBelow(inner, field, depth + 1);
  }
}
