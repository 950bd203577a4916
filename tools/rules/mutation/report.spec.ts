import { isTooLow, rowsOf, totalsOf, type Result } from './report.ts';
import { listedIn } from './survivors.ts';

/** So many changes of a file, of which so many were noticed. */
const resultOf = (file: string, changes: number, killed: number): Result => ({
  work: { kind: 'numbers', file, specs: [], mutated: { code: '', mutants: [] } },
  outcomes: Array.from({ length: changes }, (_, i) => ({
    mutant: { id: `${i}`, file, line: 1, what: 'PAUSE_MS = 5: 5 → 6' },
    killed: i < killed,
  })),
});
const LISTED = listedIn('apps/a/src/a.service.ts: PAUSE_MS = 5  # a pace');

describe('the score', () => {
  const [row, ...more] = rowsOf(
    [resultOf('apps/a/src/a.rules.ts', 10, 9), resultOf('apps/a/src/a.service.ts', 4, 2)],
    LISTED,
  );

  it('counts what is listed as what it is: not noticed', () => {
    expect(more).toEqual([]);
    expect(row).toEqual({
      name: 'a numbers',
      mutants: 14,
      killed: 11,
      listed: 2,
      ofRules: { mutants: 10, killed: 9 },
    });
  });

  it('is judged for the rules of each app, and for everything at once', () => {
    const judge = (...results: Result[]): string[] => {
      const rows = rowsOf(results, LISTED);
      return [...rows, ...totalsOf(rows)].filter(isTooLow).map(({ name }) => name);
    };
    const service = 'apps/a/src/a.service.ts';
    expect(judge(resultOf('apps/a/src/a.rules.ts', 10, 9), resultOf(service, 2, 1))).toEqual([]);
    expect(judge(resultOf('apps/a/src/a.rules.ts', 10, 8))).toEqual(['a numbers']);
    expect(judge(resultOf('apps/a/src/a.rules.ts', 10, 9), resultOf(service, 10, 6))).toEqual([
      'all numbers',
    ]);
  });
});
