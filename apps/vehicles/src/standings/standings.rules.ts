import type { StoredStanding } from '../bindings/use.types';

/**
 * Of two standings the one of the higher version holds, whatever the order in which they came; version 0 says nothing yet. One that an
 * earlier version kept of a licence counts for nothing beside what is said of the person. rules.md §4.suspended.
 */
export function isNewer(standing: StoredStanding, stored: StoredStanding | undefined): boolean {
  const isOfPerson = stored !== undefined && stored.licenceId === undefined;
  return standing.version > (isOfPerson ? stored.version : 0);
}
