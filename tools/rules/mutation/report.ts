import type { Listed } from './survivors.ts';
import { isListed } from './survivors.ts';
import type { Outcome } from './run.ts';
import { KINDS, type Work } from './work.ts';

/** What became of the mutants of one file. Without specs nothing was run, and all live. */
export interface Result {
  work: Work;
  outcomes: readonly Outcome[];
  /** Why nothing can be said of it: its specs fail without a mutant. */
  broken?: string;
}

/** Of the rules of an app. */
const SCORE_AT_LEAST = 90;
/** Of everything: patiences and paces are listed, and have survived. */
const WHOLE_AT_LEAST = 80;

export function unlistedOf({ outcomes }: Result, listed: readonly Listed[]): Outcome[] {
  return outcomes.filter(({ mutant, killed }) => !killed && !isListed(mutant, listed));
}

interface Row {
  name: string;
  mutants: number;
  killed: number;
  /** Survivors with a reason; they count like any other. */
  listed: number;
  /** Of files of rules alone. */
  ofRules: Count;
}

interface Count {
  mutants: number;
  killed: number;
}

/** One row an app and kind. */
export function rowsOf(results: readonly Result[], listed: readonly Listed[]): Row[] {
  const name = ({ work }: Result): string => `${work.file.split('/')[1] ?? ''} ${work.kind}`;
  return [...Map.groupBy(results, name)]
    .map(([key, group]) =>
      rowOf(
        key,
        group.flatMap(({ outcomes }) => outcomes),
        listed,
      ),
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function rowOf(name: string, outcomes: readonly Outcome[], listed: readonly Listed[]): Row {
  const withReason = outcomes.filter(({ mutant, killed }) => !killed && isListed(mutant, listed));
  return {
    name,
    ...countOf(outcomes),
    listed: withReason.length,
    ofRules: countOf(outcomes.filter(({ mutant }) => mutant.file.endsWith('.rules.ts'))),
  };
}

function countOf(outcomes: readonly Outcome[]): Count {
  return {
    mutants: outcomes.length,
    killed: outcomes.filter(({ killed }) => killed).length,
  };
}

export function totalsOf(rows: readonly Row[]): Row[] {
  return KINDS.map((kind) => {
    const ofKind = rows.filter(({ name }) => name.endsWith(kind));
    const sum = (of: (row: Row) => number): number =>
      ofKind.reduce((total, row) => total + of(row), 0);
    return {
      name: `all ${kind}`,
      mutants: sum((row) => row.mutants),
      killed: sum((row) => row.killed),
      listed: sum((row) => row.listed),
      ofRules: {
        mutants: sum((row) => row.ofRules.mutants),
        killed: sum((row) => row.ofRules.killed),
      },
    };
  });
}

function scoreOf({ mutants, killed }: Count): number {
  return mutants === 0 ? 100 : (killed / mutants) * 100;
}

/** What is no rule lies together in a few apps and libraries, so it is judged in all of them at once. */
export function isTooLow(row: Row): boolean {
  if (row.name.startsWith('all ')) return scoreOf(row) < WHOLE_AT_LEAST;
  return scoreOf(row.ofRules) < SCORE_AT_LEAST;
}

export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.name,
    String(row.mutants),
    String(row.killed),
    `${scoreOf(row).toFixed(1)} %`,
    String(row.listed),
    `${scoreOf(row.ofRules).toFixed(1)} %`,
  ]);
  const head = ['', 'mutants', 'killed', 'score', 'listed', 'score of rules'];
  const widths = head.map((name, i) =>
    Math.max(...[head, ...cells].map((row) => (row[i] ?? name).length)),
  );
  return [head, ...cells]
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
