import { refuse, wording, type Refusal } from '@demerit/contracts';

/** How much one import may ask for, so that nobody keeps the gateway busy with a file that is wrong from beginning to end. rules.md §10. */

const MOST_LINES = 5_000_000;
const MOST_REJECTED = 100_000;
const LONGEST_MS = 3_600_000;
const LONGEST_LINE_MIB = 8;
const MIB = 1_048_576;

export interface ImportProgress {
  /** Read so far, blank ones too. */
  lines: number;
  accepted: number;
  rejected: number;
  tookMs: number;
}

/** Ends an import that has had what one may have. What was taken stays. */
export function mayGoOn(progress: ImportProgress): Refusal | undefined {
  const { lines, accepted, rejected, tookMs } = progress;
  const counts = { lines: String(lines), accepted: String(accepted), rejected: String(rejected) };
  const nextStep = wording('import.in_parts', { most: String(MOST_LINES) });
  if (rejected >= MOST_REJECTED)
    return refuse('PAYLOAD_TOO_LARGE', {
      detail: wording('import.mostly_wrong', counts),
      nextStep: wording('import.mend_first'),
    });
  if (lines > MOST_LINES)
    return refuse('PAYLOAD_TOO_LARGE', { detail: wording('import.too_long', counts), nextStep });
  if (tookMs > LONGEST_MS)
    return refuse('PAYLOAD_TOO_LARGE', { detail: wording('import.too_slow', counts), nextStep });
  return undefined;
}

/** Ends an import whose present line is so long that it may never end; a shorter one that is too large is rejected alone. */
export function lineMayGoOn(line: number, bytes: number): Refusal | undefined {
  if (bytes <= LONGEST_LINE_MIB * MIB) return undefined;
  return refuse('PAYLOAD_TOO_LARGE', {
    detail: wording('import.endless_line', { line: String(line), mib: String(LONGEST_LINE_MIB) }),
    nextStep: wording('import.mend_first'),
  });
}
