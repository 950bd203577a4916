import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import {
  getMetadataStorage,
  ValidationTypes,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { declaredBy } from './declared';

export type Form = new () => object;
type Declared = NonNullable<ReturnType<ReturnType<typeof declaredBy>['get']>>[number];

/** One constraint of a field. */
export interface Rule {
  validate: ValidatorConstraintInterface['validate'];
  /** Of each element, where the value is a list. */
  each: boolean;
  constraints: unknown[];
}

/** What is read of a value before it is looked at. */
type Reading = (value: unknown, key: string, of: object) => unknown;

export interface Field {
  name: string;
  /** `ValidateIf`: where one says no, the field is not looked at. */
  conditions: readonly ((of: object, value: unknown) => unknown)[];
  rules: readonly Rule[];
  /** Of what class what is within it is to be, where it is to be objects. */
  nested: (() => Form) | undefined;
  /** Whether objects within it are looked at by the rules of their class. */
  isLookedInto: boolean;
  isNumber: boolean;
  readings: readonly Reading[];
}

export interface Plan {
  form: Form;
  fields: readonly Field[];
  byName: ReadonlyMap<string, Field>;
}

/** What a field's decorators may be here; whatever else there is makes its form none for a plan. */
const PLAIN: readonly string[] = [
  ValidationTypes.CUSTOM_VALIDATION,
  ValidationTypes.NESTED_VALIDATION,
  ValidationTypes.CONDITIONAL_VALIDATION,
  ValidationTypes.WHITELIST,
];
const READING = TransformationType.PLAIN_TO_CLASS;

const plans = new WeakMap<Form, Plan | 'none'>();

/**
 * All that class-validator and class-transformer would look up about a form, gathered once; undefined where it has anything that is not understood here,
 * so that those two are asked.
 */
export function planOf(form: Form): Plan | undefined {
  const earlier = plans.get(form);
  if (earlier !== undefined) return earlier === 'none' ? undefined : earlier;
  const plan = made(form);
  plans.set(form, plan ?? 'none');
  return plan;
}

function made(form: Form): Plan | undefined {
  const declared = declaredBy(form);
  // Of a class without rules it is not certain what the libraries make.
  if (declared.size === 0 || !isReadFieldByField(form)) return undefined;
  const fields: Field[] = [];
  for (const [name, metadata] of declared) {
    const field = name in form.prototype ? undefined : fieldOf(form, name, metadata);
    if (!field) return undefined;
    fields.push(field);
  }
  const byName = new Map(fields.map((field) => [field.name, field]));
  const own = Object.keys(new form());
  return own.every((name) => byName.has(name)) ? { form, fields, byName } : undefined;
}

/** Nothing of it is renamed, left out or added. */
function isReadFieldByField(form: Form): boolean {
  const storage = defaultMetadataStorage;
  return (
    storage.getStrategy(form) === 'none' &&
    storage.getExposedMetadatas(form).length === 0 &&
    storage.getExcludedMetadatas(form).length === 0
  );
}

function fieldOf(form: Form, name: string, metadata: readonly Declared[]): Field | undefined {
  if (!metadata.every(isPlain)) return undefined;
  const ofType = (type: string) => metadata.filter((one) => one.type === type);
  const readings = readingsOf(form, name);
  const type = typeOf(form, name);
  const isLookedInto = ofType(ValidationTypes.NESTED_VALIDATION).length > 0;
  if (!readings || type === 'another' || (isLookedInto && typeof type !== 'function'))
    return undefined;
  return {
    name,
    conditions: ofType(ValidationTypes.CONDITIONAL_VALIDATION).map(
      ({ constraints: [condition] }) => condition as Field['conditions'][number],
    ),
    rules: ofType(ValidationTypes.CUSTOM_VALIDATION).flatMap(rulesOf),
    nested: typeof type === 'function' ? type : undefined,
    isLookedInto,
    isNumber: type === 'number',
    readings,
  };
}

function isPlain({ type, groups, validateIf, context, constraintCls }: Declared): boolean {
  const isInGroups = ((groups as string[] | undefined) ?? []).length > 0;
  if (isInGroups || validateIf !== undefined || context !== undefined) return false;
  const constraints = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
  return PLAIN.includes(type) && constraints.every(({ async }) => !async);
}

function rulesOf({ constraintCls, each, constraints }: Declared): Rule[] {
  const found = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
  return found.map(({ instance }) => ({
    validate: (value: unknown, given: ValidationArguments) => instance.validate(value, given),
    each,
    constraints,
  }));
}

/** As class-transformer has it, of which its types do not say that it may be missing. */
interface Typed {
  reflectedType: unknown;
  typeFunction?: () => unknown;
  options?: { discriminator?: unknown };
}

function typeOf(form: Form, name: string): 'none' | 'number' | 'another' | (() => Form) {
  const typed = defaultMetadataStorage.findTypeMetadata(form, name) as Typed | undefined;
  if (!typed) return 'none';
  const { reflectedType, typeFunction, options } = typed;
  const isCollection = reflectedType === Set || reflectedType === Map;
  if (!typeFunction || options?.discriminator !== undefined || isCollection) return 'another';
  const type = typeFunction();
  if (type === Number) return 'number';
  const isForm = typeof type === 'function' && declaredBy(type).size > 0;
  return isForm ? () => type as Form : 'another';
}

function readingsOf(form: Form, name: string): Reading[] | undefined {
  const found = defaultMetadataStorage.findTransformMetadatas(form, name, READING);
  if (found.some(({ options }) => options.groups ?? options.since ?? options.until))
    return undefined;
  return found.map(
    ({ transformFn }) =>
      (value, key, obj) =>
        transformFn({ value, key, obj, type: READING, options: {} }) as unknown,
  );
}
