/** As the database would give it back: an object of its own, without what is undefined. */
export function copyOf<T>(value: T): T;
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copyOf(item));
  if (value instanceof Date) return new Date(value);
  // Ids and bytes: nobody changes them.
  if (ArrayBuffer.isView(value) || '_bsontype' in value) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value))
    if (inner !== undefined) copy[name] = copyOf(inner);
  return copy;
}
