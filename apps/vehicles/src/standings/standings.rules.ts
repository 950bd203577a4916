import type { StoredStanding } from '../bindings/use.types';

/**
 * Of two standings the one of the higher version holds, whatever the order in which they came; version 0 says nothing yet. Versions of two licences
 * are not to be compared: what is said of the licence that a person has now replaces what was said of another one. rules.md §4.suspended.
 */
export function isNewer(standing: StoredStanding, stored: StoredStanding | undefined): boolean {
  if (stored === undefined) return standing.version > 0;
  const isOfAnother = stored.licenceId !== undefined && stored.licenceId !== standing.licenceId;
  return isOfAnother || standing.version > stored.version;
}
