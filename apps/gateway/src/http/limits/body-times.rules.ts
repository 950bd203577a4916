/** How long a body may take, so that whoever sends slowly keeps no place for long. rules.md §10. */

const BODY_MS = 60_000;
const BYTES_PER_S = 20_000;

/** `waitedMs`: how long its sender was waited for; what was not read yet is nobody's delay but ours. */
export function isTooSlow(
  { waitedMs, bytes }: { waitedMs: number; bytes: number },
  isStreamed: boolean,
): boolean {
  if (waitedMs <= BODY_MS) return false;
  return !isStreamed || bytes < (BYTES_PER_S * waitedMs) / 1000;
}
