import { nestedClassOf, wording } from '@demerit/contracts';
import { declaredBy } from '../forms/declared';
import type { Form } from '../forms/plans';
import type { FieldError } from './validation';

/** So much more than its form takes is left to the form's own check, which names all that is wrong. */
const MOST_BEYOND = 10;
/** Of what is wrong with one request, what is named: more would help nobody, and each costs. */
export const MOST_NAMED = 20;
/** Of the name of a field; what callers make up is cut there. */
const LONGEST_NAME = 64;

/** By these a class leaves open what is in a field. */
const OF_ANYTHING = ['isObject', 'nestedValidation', 'whitelistValidation'];

/** A field's name as it is shown to whoever sent it. */
export function shown(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

/**
 * What is far more than a form takes: fields nobody knows, elements of lists, values where there is to be one. Each costs the check of forms
 * many times what it costs its sender, so that this is looked at before, and nothing more is said of the rest. rules.md §10.forms.excess.
 */
export function excessIn(form: Form, value: object, path = ''): FieldError[] {
  const fields = boundsOf(form);
  if (fields.size === 0) return [];
  const unknown: FieldError[] = [];
  for (const name of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[name];
    const bounds = fields.get(name);
    if (!bounds) unknown.push(notDeclared(path + shown(name), name));
    if (unknown.length > MOST_BEYOND) return unknown.slice(0, MOST_BEYOND);
    if (typeof inner !== 'object' || inner === null) continue;
    const field = path + shown(name);
    const excess = bounds
      ? excessAt(bounds, { field, inner })
      : isMore(inner, MOST_BEYOND) && [notDeclared(field, name)];
    if (excess && excess.length > 0) return excess;
  }
  return [];
}

interface Place {
  field: string;
  inner: object;
}

/** How much a field takes. */
interface Bounds {
  nested: Form | undefined;
  /** Elements of a list. */
  max: number | undefined;
  isOfAnything: boolean;
  isBounded: boolean;
}

const allBounds = new WeakMap<Form, ReadonlyMap<string, Bounds>>();

/** By field; looked up once of each form. */
function boundsOf(form: Form): ReadonlyMap<string, Bounds> {
  const earlier = allBounds.get(form);
  if (earlier) return earlier;
  const bounds = new Map<string, Bounds>();
  for (const [name, rules] of declaredBy(form)) {
    const constraints = rules.map((rule) => rule.name ?? rule.type);
    const list = rules.find((rule) => rule.name === 'arrayMaxSize');
    const max = list && Number(list.constraints[0]);
    const isSaid = rules.some(({ type }) => type !== 'conditionalValidation');
    bounds.set(name, {
      nested: nestedClassOf(form, name),
      max,
      isOfAnything: constraints.some((one) => OF_ANYTHING.includes(one)),
      isBounded: isSaid && (max !== undefined || !constraints.includes('isArray')),
    });
  }
  allBounds.set(form, bounds);
  return bounds;
}

function excessAt({ nested, max, isOfAnything, isBounded }: Bounds, place: Place): FieldError[] {
  const { inner } = place;
  if (nested) return excessInNested(nested, place, max);
  if (isOfAnything) return isLonger(inner, max) ? tooMany(place, max) : [];
  return isBounded && isMore(inner, (max ?? 0) + MOST_BEYOND) ? tooMany(place, max) : [];
}

function tooMany({ field }: Place, max: number | undefined): FieldError[] {
  const message =
    max === undefined
      ? wording('form.too_large', { field })
      : wording('form.max_elements', { field, max: String(max) });
  return [{ field, message }];
}

function isLonger(inner: object, max = Infinity): boolean {
  return Array.isArray(inner) && inner.length > max + MOST_BEYOND;
}

/** The check of forms would look at each element of a list, though there is to be one object, and at lists within lists. */
function excessInNested(form: Form, place: Place, max: number | undefined): FieldError[] {
  const { field, inner } = place;
  if (!Array.isArray(inner)) return excessIn(form, inner, `${field}.`);
  const elements: unknown[] = inner;
  if (isLonger(elements, max ?? 0)) return tooMany(place, max);
  for (const [index, element] of elements.entries()) {
    if (typeof element !== 'object' || element === null) continue;
    if (Array.isArray(element)) return [notAnObject(field, (max ?? 0) > 0)];
    const excess = excessIn(form, element, `${field}[${index}].`);
    if (excess.length > 0) return excess;
  }
  return [];
}

/** As the form's check says it. */
function notAnObject(field: string, isList: boolean): FieldError {
  const of = isList ? wording('form.each', { field }) : field;
  return { field, message: wording('form.object', { field: of }) };
}

function notDeclared(field: string, name: string): FieldError {
  return { field, message: wording('form.not_declared', { field: shown(name) }) };
}

/** Whether a value has more values within it, however deep. */
function isMore(value: object, most: number): boolean {
  let left = most;
  const count = (of: object): void => {
    for (const name in of) {
      left -= 1;
      if (left < 0) return;
      const inner = (of as Record<string, unknown>)[name];
      if (typeof inner === 'object' && inner !== null) count(inner);
    }
  };
  count(value);
  return left < 0;
}
