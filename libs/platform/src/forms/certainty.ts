import type { ValidationArguments } from 'class-validator';
import { planOf, type Field, type Plan, type Rule } from './plans';

/** Whatever is not certain: it is looked at by class-validator itself, which says what is wrong. */
const UNCERTAIN = Symbol('uncertain');

/**
 * The instance of a form that class-transformer makes of a value in which class-validator finds nothing wrong; undefined of any other, and of those few of
 * which it is not certain. The rules are class-validator's own, each asked as it asks them; only what it looks up and copies for every single value
 * is not done again. Most of what is sent is right.
 */
export function certainly<T extends object>(form: new () => T, value: object): T | undefined {
  const plan = planOf(form);
  const instance = plan ? instanceOf(plan, value) : UNCERTAIN;
  return instance === UNCERTAIN ? undefined : (instance as T);
}

function instanceOf({ form, fields, byName }: Plan, value: object): object | typeof UNCERTAIN {
  const instance = new form() as Record<string, unknown>;
  const sent = value as Record<string, unknown>;
  for (const name of Object.keys(sent)) {
    const field = byName.get(name);
    const read = field ? readOf(field, sent) : UNCERTAIN;
    if (read === UNCERTAIN) return UNCERTAIN;
    instance[name] = read;
  }
  for (const field of fields) if (!isRight(field, instance)) return UNCERTAIN;
  return instance;
}

function readOf(field: Field, sent: Record<string, unknown>): unknown {
  const value = sent[field.name];
  let read: unknown = value;
  if (Array.isArray(value)) read = listOf(field, value);
  else if (typeof value === 'object' && value !== null) read = objectOf(field, value);
  else if (field.isNumber && value !== undefined && value !== null) read = Number(value);
  if (read === UNCERTAIN) return UNCERTAIN;
  for (const reading of field.readings) read = reading(read, field.name, sent);
  return read;
}

function listOf(field: Field, values: readonly unknown[]): unknown {
  if (field.isNumber) return UNCERTAIN;
  const list: unknown[] = [];
  for (const value of values) {
    const isObject = typeof value === 'object' && value !== null;
    const read = isObject ? objectOf(field, value) : value;
    if (read === UNCERTAIN) return UNCERTAIN;
    list.push(read);
  }
  return list;
}

/** An object of no class may be anything. */
function objectOf({ nested, isLookedInto }: Field, value: object): unknown {
  const plan = nested && isLookedInto && !Array.isArray(value) ? planOf(nested()) : undefined;
  return plan ? instanceOf(plan, value) : UNCERTAIN;
}

function isRight(
  { name, conditions, rules, isLookedInto }: Field,
  instance: Record<string, unknown>,
): boolean {
  const value = instance[name];
  // All are asked, as class-validator asks them.
  const isLookedAt = conditions.map((condition) => condition(instance, value)).every(Boolean);
  if (!isLookedAt) return true;
  const given: ValidationArguments = {
    targetName: instance.constructor.name,
    property: name,
    object: instance,
    value,
    constraints: [],
  };
  return (
    rules.every((rule) => passes(rule, value, given)) &&
    (!isLookedInto || value === undefined || isOfObjects(value))
  );
}

/** A promise is nothing certain. */
function passes({ validate, each, constraints }: Rule, value: unknown, given: ValidationArguments) {
  given.constraints = constraints;
  if (!each || !Array.isArray(value)) return validate(value, given) === true;
  return value.every((one) => validate(one, given) === true);
}

/** What is within them was looked at as they were made. */
function isOfObjects(value: unknown): boolean {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.every((one) => typeof one === 'object' && one !== null);
}
