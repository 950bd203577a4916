/** How long a body may take, so that whoever sends slowly keeps no place for long. rules.md §10. */

const BODY_MS = 60_000;
const BYTES_PER_S = 20_000;
/** The largest file comes in 263 s at 20 kB a second. */
const UPLOAD_MS = 300_000;

/** What a route takes. How long a file may take is said here; how long an import may, by the rules of imports. */
export type BodyKind = 'object' | 'file' | 'lines';

/** `waitedMs`: how long its sender was waited for; what was not read yet is nobody's delay but ours. */
export function isTooSlow(
  { waitedMs, bytes }: { waitedMs: number; bytes: number },
  kind: BodyKind,
): boolean {
  if (waitedMs <= BODY_MS) return false;
  if (kind === 'object' || (kind === 'file' && waitedMs > UPLOAD_MS)) return true;
  return bytes < (BYTES_PER_S * waitedMs) / 1000;
}
