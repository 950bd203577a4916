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

const SCORE_AT_LEAST = 90;

export function unlistedOf({ outcomes }: Result, listed: readonly Listed[]): Outcome[] {
  return outcomes.filter(({ mutant, killed }) => !killed && !isListed(mutant, listed));
}

interface Row {
  name: string;
  mutants: number;
  killed: number;
  /** Not of rules, and listed: no spec without a stack sees them. */
  unseen: number;
  listed: number;
}

/**
 * One row an app and kind. The paces, patiences and sizes of what is no rule, which no spec without a stack sees, are counted by
 * themselves as far as they are listed.
 */
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
  const survivors = outcomes.filter(({ killed }) => !killed);
  const withReason = survivors.filter(({ mutant }) => isListed(mutant, listed));
  const unseen = withReason.filter(({ mutant }) => !mutant.file.endsWith('.rules.ts'));
  return {
    name,
    mutants: outcomes.length - unseen.length,
    killed: outcomes.length - survivors.length,
    unseen: unseen.length,
    listed: withReason.length - unseen.length,
  };
}

export function totalsOf(rows: readonly Row[]): Row[] {
  return KINDS.map((kind) => {
    const ofKind = rows.filter(({ name }) => name.endsWith(kind));
    const sum = (key: 'mutants' | 'killed' | 'unseen' | 'listed'): number =>
      ofKind.reduce((total, row) => total + row[key], 0);
    return {
      name: `all ${kind}`,
      mutants: sum('mutants'),
      killed: sum('killed'),
      unseen: sum('unseen'),
      listed: sum('listed'),
    };
  });
}

function scoreOf({ mutants, killed }: Pick<Row, 'mutants' | 'killed'>): number {
  return mutants === 0 ? 100 : (killed / mutants) * 100;
}

export function isTooLow(row: Row): boolean {
  return scoreOf(row) < SCORE_AT_LEAST;
}

export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.name,
    String(row.mutants),
    String(row.killed),
    `${scoreOf(row).toFixed(1)} %`,
    String(row.listed),
    String(row.unseen),
  ]);
  const head = ['', 'mutants', 'killed', 'score', 'listed', 'no rules, listed'];
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
