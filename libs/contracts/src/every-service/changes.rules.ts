/** What an audit row says of a change. rules.md §1.audit.change. */

/**
 * Both sides of a change as an audit row has them. Of the fields that changed, those are named that a reader could not see: a value that is only
 * compared is on one side at most, and two values may look the same when they are masked (`owner.phone` is there as `owner.phoneMasked`).
 */
export function auditedChange(
  before: object | undefined,
  after: object,
  changed: readonly string[],
): { before?: object; after: object } {
  if (before === undefined) return { after };
  const unseen = changed.filter((field) => !isSeen(valueAt(before, field), valueAt(after, field)));
  return { before, after: unseen.length > 0 ? { ...after, changed: unseen } : after };
}

function isSeen(before: unknown, after: unknown): boolean {
  return before !== undefined && after !== undefined && before !== after;
}

function valueAt(side: object, field: string): unknown {
  return `${field}Masked`
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], side);
}

/** Of the fields of a record, those that are true. */
export function namesOf(fields: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(fields).flatMap(([field, isTrue]) => (isTrue ? [field] : []));
}
