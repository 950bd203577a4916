/** The keys of access tokens, and how long each of them counts. Real clock. rules.md §1. */

/** Longer than an access token lives, by the time in which every replica takes a new key up. */
const KEPT_MS = 20 * 60_000;

/** Newest first: the newest signs, and one before it counts for as long as a token of its may live. */
export function countingKeys<Key extends { createdAt: Date }>(
  newestFirst: readonly Key[],
  now: Date,
): Key[] {
  return newestFirst.filter((_, index) => {
    const successor = newestFirst[index - 1];
    return !successor || now.getTime() - successor.createdAt.getTime() < KEPT_MS;
  });
}
