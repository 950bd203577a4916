import { refuse, type Refusal } from '@demerit/contracts';

/** Who is looked at next where only so much is done at once. rules.md §1.document.turns */

/** Whoever waits longer than that is better asked to come again. */
export const TURN_WAIT_MS = 4_000;
const AGAIN_SECONDS = 3;

/** Who asks for a turn, how much it takes, and how much they had since anybody waited. */
export interface Waiting {
  weight: number;
  taken: number;
}

export function tooManyWait(): Refusal {
  return refuse('RATE_LIMITED', { retryAfterSeconds: AGAIN_SECONDS });
}

/**
 * Which of those who wait is next, in the order in which they came: whoever had least, so that one who sends much keeps nobody else waiting for
 * long. `undefined`: there is no place for that one yet. What is larger than all places has them all.
 */
export function nextOf<One extends Waiting>(
  waiting: readonly One[],
  { free, of }: { free: number; of: number },
): One | undefined {
  const [first, ...others] = waiting;
  if (!first) return undefined;
  const next = others.reduce((least, one) => (one.taken < least.taken ? one : least), first);
  return Math.min(next.weight, of) <= free ? next : undefined;
}
