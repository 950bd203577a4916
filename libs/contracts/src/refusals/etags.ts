import { Refusal, refuse } from './refusals';

/** The etag of an item: its version in quotes. */
export function etagOf(item: { version: number }): string {
  return `"${item.version}"`;
}

/** A staff decision names the state it was made on: `If-Match` is the item's etag, verbatim. */
export function checkIfMatch(
  item: { version: number },
  ifMatch: string | undefined,
): Refusal | undefined {
  if (ifMatch === undefined) return refuse('PRECONDITION_REQUIRED');
  if (ifMatch !== etagOf(item)) return refuse('PRECONDITION_FAILED');
  return undefined;
}

/** What a rule granted; throws what it refused. */
export function accepted<T>(outcome: T): Exclude<T, Refusal> {
  if (outcome instanceof Refusal) throw outcome;
  return outcome as Exclude<T, Refusal>;
}
