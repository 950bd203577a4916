import { wording } from '@demerit/contracts';
import type { FieldError } from '@demerit/platform';
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
  return errorsBelow(body, '', 1);
}

function errorsBelow(value: object, path: string, depth: number): FieldError[] {
  if (depth > MAX_DEPTH)
    return [{ field: path, message: wording('form.too_deep', { field: path }) }];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const field = isList ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    if (!isList && isOfEveryObject(name)) return [unknownField(field)];
    if (inner === null && MAY_BE_NULL.has(field)) return [];
    if (inner === null) return [{ field, message: wording('form.null', { field }) }];
    if (typeof inner === 'string' && !inner.isWellFormed())
      return [{ field, message: wording('form.readable', { field }) }];
    return typeof inner === 'object' ? errorsBelow(inner, field, depth + 1) : [];
  });
}
