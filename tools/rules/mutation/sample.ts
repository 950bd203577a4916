import { createHash } from 'node:crypto';
import type { Mutant } from './mutants.ts';
import type { Kind, Work } from './work.ts';

/** How much of everything CI looks at: what two processes do in a minute. */
const MUTANTS: Record<Kind, number> = { numbers: 150, decisions: 200 };
/** Of one file, so that many files are looked at. */
const OF_A_FILE = 25;

/** A part of the work, chosen by the seed alone; what has no spec costs nothing and is looked at whole. */
export function sampleOf(all: readonly Work[], seed: string): Work[] {
  const order = (key: string): string =>
    createHash('sha256').update(seed).update(key).digest('hex');
  const left = { ...MUTANTS };
  return all
    .toSorted((a, b) => (order(`${a.kind} ${a.file}`) < order(`${b.kind} ${b.file}`) ? -1 : 1))
    .flatMap((work) => {
      if (work.specs.length === 0) return [work];
      const most = Math.min(OF_A_FILE, left[work.kind]);
      const idOf = ({ id }: Mutant): string => order(`${work.file} ${id}`);
      const mutants = work.mutated.mutants
        .toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
        .slice(0, most);
      left[work.kind] -= mutants.length;
      return mutants.length === 0 ? [] : [{ ...work, mutated: { ...work.mutated, mutants } }];
    });
}
