import fc from 'fast-check';
import type { Chance } from './chance';

/** Texts that programs have stumbled over. */
const ODD_TEXTS = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202e\u200b',
    '\ufeff',
    'é'.normalize('NFD'),
    '💥',
    '中'.repeat(200),
  ],
  ...['null', 'undefined', '__proto__', 'constructor', '$where', '../../etc/passwd', '%00', '%'],
  ...[
    '{"$gt":""}',
    '<script>1</script>',
    "' or 1=1 --",
    '0x10',
    '1e400',
    'NaN',
    '-0',
    '2025-02-29',
  ],
  ...[
    '9999-12-31T23:59:59.999Z',
    '2024-01-01T24:00:00Z',
    '+010000-01-01T00:00:00Z',
    'x'.repeat(5_000),
  ],
];
const ODD_NUMBERS = [-1, 0, -0, 0.5, 1e21, -1e308, 2 ** 31, 2 ** 53, 2 ** 63, 1e-320];
const ODD_NAMES = ['__proto__', 'constructor', 'toString', '$set', 'a.b', '', 'id', '💥', 'null'];

type Path = (string | number)[];

export interface Mutated {
  value: unknown;
  /** What was done, in a few words. */
  what: string;
}

/** A body that is wrong in one place: a type, a bound, a field that is missing or too many, text, depth, size. */
export function mutated(value: unknown, chance: Chance): Mutated {
  const path = chance.pick(pathsOf(value));
  const inner = valueAt(value, path);
  const at = path.length === 0 ? 'all' : path.join('.');
  const ways = waysOf(inner, path, chance);
  const [what, change] = chance.pick(ways);
  return { value: changedAt(value, path, change), what: `${what} at ${at}` };
}

/** `undefined` takes the field or item away. */
type Change = (inner: unknown) => unknown;

function waysOf(inner: unknown, path: Path, chance: Chance): [string, Change][] {
  const ways: [string, Change][] = [
    ['another type', () => chance.pick(anotherType(inner))],
    ['odd text', () => chance.pick(ODD_TEXTS)],
    ['odd number', () => chance.pick(ODD_NUMBERS)],
    ['any value', () => chance.of(fc.jsonValue({ maxDepth: 3 }))],
    ['any text', () => chance.of(fc.string({ unit: 'binary', maxLength: 50 }))],
    ['list of it', (one) => [one, one]],
    ['query operator', () => ({ [chance.pick(['$gt', '$ne', '$where', '$regex'])]: '' })],
    ['deep', () => nested(chance.pick([9, 100, 500]))],
  ];
  if (path.length > 0) ways.push(['missing', () => undefined], ['null', () => null]);
  if (isObject(inner)) {
    const name = chance.pick(ODD_NAMES);
    ways.push([`field ${name} too many`, (one) => withField(one as object, name, chance)]);
    ways.push([`field ${name} too many`, (one) => withField(one as object, name, chance)]);
  }
  if (Array.isArray(inner))
    ways.push(['long list', () => Array<unknown>(3_000).fill(inner[0] ?? 'x')]);
  if (typeof inner === 'number')
    ways.push(['bound', () => inner + chance.pick([1, -1, 0.1, 1e6, -1e6])]);
  if (typeof inner === 'string' && !inner.startsWith('{{'))
    ways.push(['edited text', () => edited(inner, chance)], ['longer', () => inner.repeat(300)]);
  return ways;
}

/** Every place in it, itself first. */
function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const below = steps.flatMap((step) =>
    pathsOf((value as Record<string | number, unknown>)[step]).map((path): Path => [step, ...path]),
  );
  return [[], ...below];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) => (inner as Record<string | number, unknown>)[step],
    value,
  );
}

function changedAt(value: unknown, [step, ...rest]: Path, change: Change): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value))
    return value.flatMap((inner: unknown, index) =>
      index === step ? ([changedAt(inner, rest, change)] as unknown[]).filter(isThere) : [inner],
    );
  return fromEntries(
    Object.entries(value as object).flatMap(([name, inner]): [string, unknown][] => {
      if (name !== step) return [[name, inner]];
      const changed = changedAt(inner, rest, change);
      return changed === undefined ? [] : [[name, changed]];
    }),
  );
}

function isThere(value: unknown): boolean {
  return value !== undefined;
}

function anotherType(inner: unknown): unknown[] {
  const all = ['text', 7, true, null, {}, [], [inner], { value: inner }];
  return all.filter((value) => typeof value !== typeof inner || Array.isArray(value));
}

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

function edited(text: string, chance: Chance): string {
  const at = chance.below(text.length + 1);
  const sign = chance.pick(['', 'x', '0', ' ', '\n', '中', '\u0000', '＋']);
  return text.slice(0, at) + sign + text.slice(at + chance.below(2));
}

function withField(object: object, name: string, chance: Chance): object {
  return fromEntries([...Object.entries(object), [name, chance.pick(ODD_TEXTS)]]);
}

/** As JSON has them: `__proto__` is a field like any other. */
function fromEntries(entries: [string, unknown][]): object {
  const made: object = {};
  for (const [name, value] of entries)
    Object.defineProperty(made, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return made;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
