import { isWording, shanghaiTime, type Language } from '@demerit/contracts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const OFFSET = '+08:00';
const FIELD = { enumerable: true, writable: true, configurable: true };

/**
 * An answer as its reader gets it: each of its instants in China time, each of its sentences in their language. Services store and send instants
 * in UTC, older documents in whichever form they came in, and sentences in every language; this is the one place behind all of them. An event
 * has no reader yet: it keeps its sentences as they are.
 */
export function asRead(value: unknown, language?: Language): unknown {
  if (typeof value === 'string') return inShanghai(value);
  if (value instanceof Date) return shanghaiTime(value);
  if (Array.isArray(value)) return value.map((inner) => asRead(inner, language));
  if (typeof value !== 'object' || value === null) return value;
  if (language && isWording(value)) return value[language];
  const fields = value as Record<string, unknown>;
  const read: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const inner = fields[name];
    // Assigned, it would be of what kind the answer is instead of a field of it.
    if (name === '__proto__')
      Object.defineProperty(read, name, { ...FIELD, value: asRead(inner, language) });
    else read[name] = asRead(inner, language);
  }
  return read;
}

function inShanghai(text: string): string {
  if (!INSTANT.test(text) || text.endsWith(OFFSET)) return text;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? text : shanghaiTime(instant);
}
