import { EMBEDDED, KINDS, type Kind } from './kinds.ts';
import { timesOf, withoutTimes, type Times } from './times.ts';

/** A list shows as many of its entries. */
const ENTRIES = 2;
const ADDRESS = /^https?:\/\/(127\.0\.0\.1|localhost)(:\d+)?/;

/** The same value with what differs from run to run replaced, the same by the same wherever it stands, in sentences too. */
export function withStandIns(example: unknown): unknown {
  const short = shortened(example);
  const texts = new Map<string, string>();
  collect(short, '', texts, new Map());
  return replaced(short, texts, timesOf(short));
}

function shortened(value: unknown): unknown {
  if (Array.isArray(value)) {
    const isOfObjects = value.some((one) => typeof one === 'object');
    return (isOfObjects ? value.slice(0, ENTRIES) : value).map(shortened);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shortened(one)]));
}

function collect(
  value: unknown,
  field: string,
  texts: Map<string, string>,
  counts: Map<object, number>,
): void {
  if (typeof value === 'string') {
    const kind = kindOf(field, value);
    // Ids within a sentence are found as if a field said so.
    const within = kind ? [] : (value.match(EMBEDDED) ?? []);
    if (kind) note(value, kind, texts, counts);
    for (const one of within) note(one, kindOf('id', one), texts, counts);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value))
      collect(one, Array.isArray(value) ? field : name, texts, counts);
  }
}

function kindOf(field: string, value: string): Kind | undefined {
  return KINDS.find((one) => (one.field?.test(field) ?? true) && one.value.test(value));
}

function note(
  value: string,
  kind: Kind | undefined,
  texts: Map<string, string>,
  counts: Map<object, number>,
): void {
  if (!kind || texts.has(value)) return;
  const n = (counts.get(kind) ?? 0) + 1;
  counts.set(kind, n);
  texts.set(value, kind.standIn(n, value));
}

function replaced(value: unknown, texts: Map<string, string>, times: Times): unknown {
  if (typeof value === 'string') return inText(value, texts, times);
  if (Array.isArray(value)) return value.map((one) => replaced(one, texts, times));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      // Some objects have ids and the like for names.
      texts.get(name) ?? name,
      replaced(one, texts, times),
    ]),
  );
}

function inText(text: string, texts: Map<string, string>, times: Times): string {
  const whole = texts.get(text) ?? times.get(text);
  if (whole !== undefined) return whole;
  let changed = withoutTimes(text.replace(ADDRESS, 'https://demerit.example'));
  for (const [original, standIn] of texts)
    if (original.length >= 5) changed = changed.replaceAll(original, standIn);
  return changed;
}
