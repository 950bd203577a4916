import { shanghaiTime } from '@demerit/contracts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const OFFSET = '+08:00';

/**
 * An answer with each of its instants told in China time. Services store and send instants in UTC, older documents in whichever form they came
 * in; this is the one place behind all of them.
 */
export function withShanghaiTimes(value: unknown): unknown {
  if (typeof value === 'string') return inShanghai(value);
  if (value instanceof Date) return shanghaiTime(value);
  if (Array.isArray(value)) return value.map(withShanghaiTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withShanghaiTimes(inner)]),
  );
}

function inShanghai(text: string): string {
  if (!INSTANT.test(text) || text.endsWith(OFFSET)) return text;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? text : shanghaiTime(instant);
}
