/** When violations is asked again about a handling of which it could not say yet what became of it. */

const FIRST_MS = 15_000;
const AT_MOST_MS = 600_000;

/** Twice as long after each answer that settled nothing, ten minutes at most. `asks`: how often it was asked, this time among them. */
export function askAgainAt(asks: number, now: Date): Date {
  const delayMs = Math.min(FIRST_MS * 2 ** (asks - 1), AT_MOST_MS);
  return new Date(now.getTime() + delayMs);
}
