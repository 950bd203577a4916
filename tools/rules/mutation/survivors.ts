import { existsSync, readFileSync } from 'node:fs';
import { keyOf, type Mutant } from './mutants.ts';
import type { Outcome } from './run.ts';

/**
 * tools/rules/survivors.txt: the mutants that no spec notices and why that may be so, one a line: `FILE: CHANGE  # reason`. Without the
 * `: 5 → 6` at its end a line stands for all changes of that constant or line of code.
 */
const LIST = 'tools/rules/survivors.txt';
const SEEN_BY = /^seen by ([\w./-]+\.ts)/;

export interface Listed {
  what: string;
  reason: string;
}

export function listedIn(text: string): Listed[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = line.lastIndexOf('  # ');
      return at === -1
        ? { what: line.trim(), reason: '' }
        : { what: line.slice(0, at).trim(), reason: line.slice(at + 4).trim() };
    });
}

export function listedHere(): Listed[] {
  return existsSync(LIST) ? listedIn(readFileSync(LIST, 'utf8')) : [];
}

export function isListed(mutant: Mutant, listed: readonly Listed[]): boolean {
  return listed.some((one) => standsFor(one, mutant));
}

function standsFor({ what }: Listed, mutant: Mutant): boolean {
  const key = keyOf(mutant);
  return key === what || key.startsWith(`${what}: `);
}

/** What is wrong with the list itself; `all` are the mutants there are. */
export function gapsOfList(listed: readonly Listed[], all: readonly Mutant[]): string[] {
  return listed.flatMap((one) => {
    const spec = SEEN_BY.exec(one.reason)?.[1];
    return [
      ...(one.reason === '' ? [`${LIST}: no reason for ${one.what}`] : []),
      ...(all.some((mutant) => standsFor(one, mutant)) ? [] : [`${LIST}: there is no ${one.what}`]),
      ...(spec !== undefined && !existsSync(spec) ? [`${LIST}: there is no ${spec}`] : []),
    ];
  });
}

/** Lines of the list whose changes were all noticed: what they excuse is not true any more. */
export function needlessIn(listed: readonly Listed[], outcomes: readonly Outcome[]): string[] {
  return listed.flatMap((one) => {
    const tried = outcomes.filter(({ mutant }) => standsFor(one, mutant));
    const isNeedless = tried.length > 0 && tried.every(({ killed }) => killed);
    return isNeedless ? [`${LIST}: a spec notices ${one.what}`] : [];
  });
}
