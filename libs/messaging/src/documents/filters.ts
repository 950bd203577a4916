type Fields = Record<string, unknown>;

/** A condition that holds of every document that a filter finds. */
export interface Fact {
  path: string;
  operator: string;
  value: unknown;
}

/** What all documents that the filter finds have in common; a choice between conditions says nothing of each. */
export function factsOf(filter: object): Fact[] {
  return Object.entries(filter).flatMap(([path, value]: [string, unknown]) => {
    if (path === '$and') return (value as object[]).flatMap(factsOf);
    if (path.startsWith('$')) return [];
    if (!isCondition(value)) return [{ path, operator: '$eq', value }];
    return Object.entries(value).map(([operator, given]) => ({ path, operator, value: given }));
  });
}

function isCondition(value: unknown): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).some((name) => name.startsWith('$'))
  );
}

const isSomething = (value: unknown): boolean => value !== null && value !== undefined;

/** Which conditions hold only of what is there. One that is not in the list says nothing. */
const ONLY_OF_WHAT_IS_THERE: Record<string, (value: unknown) => boolean> = {
  $eq: isSomething,
  $gt: isSomething,
  $gte: isSomething,
  $lt: isSomething,
  $lte: isSomething,
  $in: (values) => Array.isArray(values) && values.every(isSomething),
  $ne: (value) => value === null,
  $exists: (value) => value === true,
  $type: () => true,
};

/** The facts that say that something is there. */
export function thereBy(facts: readonly Fact[]): Fact[] {
  return facts.filter(({ operator, value }) => ONLY_OF_WHAT_IS_THERE[operator]?.(value) ?? false);
}

/** Whether something is at the path, or within it. */
export function isThere(path: string, facts: readonly Fact[]): boolean {
  return thereBy(facts).some((fact) => `${fact.path}.`.startsWith(`${path}.`));
}

/** Between which numbers the one at the path is; `isWhole`: there are only whole ones. */
export function boundsOf(
  path: string,
  facts: readonly Fact[],
  isWhole: boolean,
): { lowest: number; highest: number } {
  const numbers = (...operators: string[]): number[] =>
    facts
      .filter((fact) => fact.path === path && operators.includes(fact.operator))
      .map(({ value }) => value)
      .filter((value) => typeof value === 'number');
  const above = numbers('$gt').map((value) => (isWhole ? Math.floor(value) + 1 : value));
  const below = numbers('$lt').map((value) => (isWhole ? Math.ceil(value) - 1 : value));
  return {
    lowest: Math.max(...numbers('$eq', '$gte'), ...above),
    highest: Math.min(...numbers('$eq', '$lte'), ...below),
  };
}

/** Whether an upsert may or may not write what the filter says there: engines differ in what they take for equality. */
export function isUnclearInUpsert(filter: object): boolean {
  return Object.entries(filter).some(([path, value]: [string, unknown]) => {
    if (path === '$and') return (value as object[]).some(isUnclearInUpsert);
    if (path === '$or') return (value as object[]).length === 1;
    return isCondition(value) && ('$in' in value || '$all' in value);
  });
}
