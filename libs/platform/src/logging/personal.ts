const PERSONAL = new Set([
  'authorization',
  'cookie',
  'phone',
  'name',
  'idNumber',
  'licenceNumber',
  'ownerLicenceNumber',
  'fileNumber',
  'token',
  'accessToken',
  'refreshToken',
  'code',
]);
const CENSORED = '[redacted]';
const NONE: ReadonlySet<string> = new Set();

/** How many levels of a line are looked at: personal fields below it itself, below its fields, and so on. */
export const LEVELS = 4;

/**
 * The same with personal fields struck out, down to so many levels of objects and lists: a copy where there are any, and what was given where there
 * are none, since most lines of a log have none. What it was given is never changed. Fields named in `later` are left to somebody else.
 */
export function withoutPersonal<T extends object>(value: T, levels = LEVELS, later = NONE): T {
  // The levels end cycles too.
  if (levels === 0 || isOneValue(value)) return value;
  if (Array.isArray(value)) return listWithoutPersonal(value, levels) as T;
  const fields = value as Record<string, unknown>;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(fields)) {
    if (later.has(key)) continue;
    const field = fields[key];
    const left = isSecret(key, field) ? CENSORED : leftOf(field, levels - 1);
    if (Object.is(left, field)) continue;
    copy ??= copyOf(fields);
    copy[key] = left;
  }
  return (copy ?? value) as T;
}

function listWithoutPersonal(list: readonly unknown[], levels: number): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [index, item] of list.entries()) {
    const left = leftOf(item, levels - 1);
    if (Object.is(left, item)) continue;
    copy ??= [...list];
    copy[index] = left;
  }
  return copy ?? list;
}

function leftOf(value: unknown, levels: number): unknown {
  return typeof value === 'object' && value !== null ? withoutPersonal(value, levels) : value;
}

/** Refusals and errors carry a `code` too; only digits are a secret. What JSON leaves out need not be struck out. */
function isSecret(key: string, value: unknown): boolean {
  if (!PERSONAL.has(key) || value === undefined || typeof value === 'function') return false;
  return key !== 'code' || (typeof value === 'string' && /^\d{4,8}$/.test(value));
}

/** Dates and bytes have no fields, and no longer work as a copy of their properties. */
function isOneValue(value: object): boolean {
  return value instanceof Date || ArrayBuffer.isView(value);
}

/** Keeps the class, since its `toJSON` may be what is written. */
function copyOf(fields: Record<string, unknown>): Record<string, unknown> {
  const copy = { ...fields };
  const kind: unknown = Object.getPrototypeOf(fields);
  return kind === Object.prototype
    ? copy
    : (Object.setPrototypeOf(copy, kind as object) as typeof copy);
}
