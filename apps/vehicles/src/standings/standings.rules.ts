import type { StoredStanding } from '../bindings/use.types';

/** Of two standings the one of the higher version holds, whatever the order in which they came; version 0 says nothing yet. rules.md §4.suspended. */
export function isNewer(standing: StoredStanding, stored: StoredStanding | undefined): boolean {
  return standing.version > (stored?.version ?? 0);
}
