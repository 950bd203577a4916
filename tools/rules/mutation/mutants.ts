/** A change of one number or one decision of a program, which some spec must notice. */
export interface Mutant {
  /** Of its file. */
  id: string;
  file: string;
  line: number;
  /** What is changed into what, in words that stay the same when lines move: the name of a constant, or the line. */
  what: string;
}

/** A file with all its mutants in it, each behind a switch that the harness turns. */
export interface Mutated {
  code: string;
  mutants: Mutant[];
}

/** As a survivor is listed: `apps/…/codes.rules.ts: CODE_TRIES = 5: 5 → 6`. */
export function keyOf({ file, what }: Mutant): string {
  return `${file}: ${what}`;
}

/** The text on one line, so that it can be read and compared. */
export function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
