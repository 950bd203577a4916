import { isFormMessage, wording, type Wording } from '@demerit/contracts';
import { declaredBy } from '../forms/declared';
import { shown } from './excess';

/** Where a constraint is declared: a field of a class, of which `target` is an instance. */
export interface Declared {
  target: object | undefined;
  property: string;
}

type Sentence = (field: Wording | string, bounds: readonly unknown[], value: unknown) => Wording;

const NESTED = 'nestedValidation';

/** What class-validator's constraints say, by their names; in English the same as class-validator itself. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  isString: (field) => wording('form.string', { field }),
  isInt: (field) => wording('form.integer', { field }),
  isBoolean: (field) => wording('form.boolean', { field }),
  isArray: (field) => wording('form.array', { field }),
  isObject: (field) => wording('form.object', { field }),
  isIn: (field, [values]) => wording('form.one_of', { field, values: [values].flat().map(String) }),
  equals: (field, [value]) => wording('form.equal', { field, value: String(value) }),
  min: (field, [min]) => wording('form.min', { field, min: String(min) }),
  max: (field, [max]) => wording('form.max', { field, max: String(max) }),
  isLength: lengthSentence,
  maxLength: (field, [max]) => wording('form.max_length', { field, max: String(max) }),
  matches: (field, [pattern]) => wording('form.pattern', { field, pattern: String(pattern) }),
  arrayMaxSize: (field, [max]) => wording('form.max_elements', { field, max: String(max) }),
  arrayUnique: (field) => wording('form.unique', { field }),
  [NESTED]: (field) => wording('form.object_or_array', { field }),
  whitelistValidation: (field) => wording('form.not_declared', { field }),
};

/** What is wrong with a field, in every language; undefined where its decorator says it in words that are not among ours. */
export function formSentence(
  constraint: string,
  { target, property }: Declared,
  value: unknown,
): Wording | undefined {
  const declared = declaredBy(target?.constructor ?? Object)
    .get(property)
    ?.find((one) => (one.name ?? one.type) === constraint);
  if (isFormMessage(declared?.message)) return declared.message.of(property);
  // A nested object has class-validator's words as if they were the decorator's own.
  if (declared?.message !== undefined && constraint !== NESTED) return undefined;
  const name =
    constraint === NESTED ? wording('form.nested', { field: property }) : shown(property);
  const field = declared?.each ? wording('form.each', { field: name }) : name;
  return SENTENCES[constraint]?.(field, declared?.constraints ?? [], value);
}

/** Which of the bounds is named depends on the value, whatever it is: what has no length is told both. */
function lengthSentence(
  field: Wording | string,
  bounds: readonly unknown[],
  value: unknown,
): Wording {
  const [min = 0, max = 0] = bounds.map(Number);
  const length = Number((Object(value) as { length?: unknown }).length);
  if (!value || length < min) return wording('form.min_length', { field, min });
  if (length > max) return wording('form.max_length', { field, max });
  return wording('form.length', { field, min, max });
}
