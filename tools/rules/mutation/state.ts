import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from './run.ts';
import { fingerprintOf, type Work } from './work.ts';

/** What was found out before, so that a run that was broken off goes on where it was. */
const FOLDER = '.demerit/mutation/found';

export function foundBefore(work: Work): Outcome[] | undefined {
  const path = join(FOLDER, fingerprintOf(work));
  if (!existsSync(path)) return undefined;
  const killed = new Set(JSON.parse(readFileSync(path, 'utf8')) as string[]);
  return work.mutated.mutants.map((mutant) => ({ mutant, killed: killed.has(mutant.id) }));
}

export function remember(work: Work, outcomes: readonly Outcome[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const killed = outcomes.filter((one) => one.killed).map(({ mutant }) => mutant.id);
  writeFileSync(join(FOLDER, fingerprintOf(work)), JSON.stringify(killed));
}

export function forgetAll(): void {
  rmSync('.demerit/mutation', { recursive: true, force: true });
}
