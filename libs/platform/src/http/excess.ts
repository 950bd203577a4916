import { nestedClassOf, wording } from '@demerit/contracts';
import { declaredBy } from './declared';
import type { FieldError } from './validation';

/** So much more than its form takes is left to the form's own check, which names all that is wrong. */
const MOST_BEYOND = 10;
/** Of what is wrong with one request, what is named: more would help nobody, and each costs. */
export const MOST_NAMED = 20;
/** Of the name of a field; what callers make up is cut there. */
const LONGEST_NAME = 64;

/** By these a class leaves open what is in a field. */
const OF_ANYTHING = ['isObject', 'nestedValidation', 'whitelistValidation'];

type Form = new () => object;

/** A field's name as it is shown to whoever sent it. */
export function shown(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

/**
 * What is far more than a form takes: fields nobody knows, elements of lists, values where there is to be one. Each costs the check of forms
 * many times what it costs its sender, so that this is looked at before, and nothing more is said of the rest. rules.md §10.forms.excess.
 */
export function excessIn(form: Form, value: object, path = ''): FieldError[] {
  const fields = declaredBy(form);
  if (fields.size === 0) return [];
  const unknown: FieldError[] = [];
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    const field = path + shown(name);
    if (!fields.has(name)) unknown.push(notDeclared(field, name));
    if (unknown.length > MOST_BEYOND) return unknown.slice(0, MOST_BEYOND);
    if (typeof inner !== 'object' || inner === null) continue;
    const excess = fields.has(name)
      ? excessAt(form, name, { field, inner })
      : isMore(inner, MOST_BEYOND) && [notDeclared(field, name)];
    if (excess && excess.length > 0) return excess;
  }
  return [];
}

interface Place {
  field: string;
  inner: object;
}

function excessAt(form: Form, name: string, { field, inner }: Place): FieldError[] {
  const rules = declaredBy(form).get(name) ?? [];
  const constraints = rules.map((rule) => rule.name ?? rule.type);
  const nested = nestedClassOf(form, name);
  const list = rules.find((rule) => rule.name === 'arrayMaxSize');
  const max = list && Number(list.constraints[0]);
  const tooMany = [
    max === undefined
      ? { field, message: wording('form.too_large', { field }) }
      : { field, message: wording('form.max_elements', { field, max: String(max) }) },
  ];
  if (nested) return excessInNested(nested, { field, inner }, { most: max ?? 0, tooMany });
  const isOfAnything = constraints.some((one) => OF_ANYTHING.includes(one));
  const isBounded = max !== undefined || !constraints.includes('isArray');
  const isSaid = rules.some(({ type }) => type !== 'conditionalValidation');
  if (isOfAnything) return isLonger(inner, max) ? tooMany : [];
  return isBounded && isSaid && isMore(inner, (max ?? 0) + MOST_BEYOND) ? tooMany : [];
}

function isLonger(inner: object, max = Infinity): boolean {
  return Array.isArray(inner) && inner.length > max + MOST_BEYOND;
}

/** The check of forms would look at each element of a list, though there is to be one object, and at lists within lists. */
function excessInNested(
  form: Form,
  { field, inner }: Place,
  { most, tooMany }: { most: number; tooMany: FieldError[] },
): FieldError[] {
  if (!Array.isArray(inner)) return excessIn(form, inner, `${field}.`);
  const elements: unknown[] = inner;
  if (isLonger(elements, most)) return tooMany;
  for (const [index, element] of elements.entries()) {
    if (typeof element !== 'object' || element === null) continue;
    if (Array.isArray(element)) return [notAnObject(field, most > 0)];
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
