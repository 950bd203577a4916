const SHORTEST_MS = 1_000;
const LONGEST_MS = 60_000;
/** As long as a claim that a crash left under a key keeps others from it; the service that did not answer is mostly back by then. */
const TRIES_IN_A_ROW = 8;

/**
 * How long after the start of a try, the first being 1, the next one may come: less and less often where trying does not help, so that
 * what can be finished is not kept waiting by what cannot.
 */
export function pauseAfterTryMs(tries: number): number {
  const doublings = Math.max(0, tries - TRIES_IN_A_ROW);
  return Math.min(SHORTEST_MS * 2 ** doublings, LONGEST_MS);
}
