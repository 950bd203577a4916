import { runInNewContext } from 'node:vm';
import { keyOf } from './mutants.ts';
import { mutateNumbers } from './numbers.ts';

const changes = (file: string, source: string): string[] =>
  mutateNumbers(file, source).mutants.map(keyOf);

describe('numbers are changed', () => {
  it('in rules, wherever they stand', () => {
    const source = `type Two = 2;
const TRIES = 5;
export function isLate(days: number, day = { 6: 1 }): boolean {
  return days > 3;
}
`;
    expect(changes('apps/a/src/a.rules.ts', source)).toEqual([
      'apps/a/src/a.rules.ts: TRIES = 5: 5 → 4',
      'apps/a/src/a.rules.ts: TRIES = 5: 5 → 6',
      'apps/a/src/a.rules.ts: export function isLate(days: number, day = { 6: 1 }): boolean {: 1 → 0',
      'apps/a/src/a.rules.ts: export function isLate(days: number, day = { 6: 1 }): boolean {: 1 → 2',
      'apps/a/src/a.rules.ts: return days > 3;: 3 → 2',
      'apps/a/src/a.rules.ts: return days > 3;: 3 → 4',
    ]);
  });

  it('elsewhere only in the named constants of the top, large ones twice as large', () => {
    const source = `export const LIFE_MS = 5 * (MINUTE + 60_000);
const words = 7;
const TABLE = { a: 1 };
const list = [8].map(() => 9);
`;
    expect(changes('apps/a/src/a.service.ts', source)).toEqual([
      'apps/a/src/a.service.ts: LIFE_MS = 5 * (MINUTE + 60_000): 5 → 4',
      'apps/a/src/a.service.ts: LIFE_MS = 5 * (MINUTE + 60_000): 5 → 6',
      'apps/a/src/a.service.ts: LIFE_MS = 5 * (MINUTE + 60_000): 60_000 → 120000',
      'apps/a/src/a.service.ts: const TABLE = { a: 1 };: 1 → 0',
      'apps/a/src/a.service.ts: const TABLE = { a: 1 };: 1 → 2',
    ]);
  });

  it.each([
    ['export const DELAYS_MS = [1_000, 5_000];', ['1_000 → 2000', '5_000 → 10000']],
    ['export const STATUS: Record<Code, number> = { FROZEN: 409 };', ['409 → 408', '409 → 410']],
    ['const GONE = new Set([6]);', ['6 → 5', '6 → 7']],
    ['const PARTS = [3] as const;', ['3 → 2', '3 → 4']],
    ['const LIFE_MS = 5 * spans.minute + more(7);', ['5 → 4', '5 → 6']],
    ['const LOWEST = -2;', ['2 → 1', '2 → 3']],
    [
      "const CODES = collection('codes', [{ key: { at: 1 }, expireAfterSeconds: 2 * 86_400 }]);",
      ['2 → 1', '2 → 3', '86_400 → 172800'],
    ],
    ['class Body { @Max(3) extraSlots: number; }', []],
  ])('in lists, tables and lives of what is stored: %s', (source, wanted) => {
    const found = changes('apps/a/src/a.store.ts', source);
    expect(found.map((change) => change.replace(/^.*: (?=\S+ → \S+$)/, ''))).toEqual(wanted);
  });

  it('in what the decorators of contracts name, as nothing else of a class', () => {
    const source = 'export class Body {\n  @Min(1) @Max(3) extraSlots = 2;\n}\n';
    expect(changes('libs/contracts/src/a.ts', source)).toEqual([
      'libs/contracts/src/a.ts: @Min(1) @Max(3) extraSlots = 2;: 1 → 0',
      'libs/contracts/src/a.ts: @Min(1) @Max(3) extraSlots = 2;: 1 → 2',
      'libs/contracts/src/a.ts: @Min(1) @Max(3) extraSlots = 2;: 3 → 2',
      'libs/contracts/src/a.ts: @Min(1) @Max(3) extraSlots = 2;: 3 → 4',
    ]);
  });

  it('behind a switch, so that one text holds them all', () => {
    const { code, mutants } = mutateNumbers('apps/a/src/a.rules.ts', 'export const A = 2_000 + 1;');
    const read = (activeMutant: string): unknown =>
      runInNewContext(`${code.replace('export ', '')} A;`, {
        __stryker__: { activeMutant, hitCount: 0, hitLimit: 10 },
      });
    expect(read('none')).toBe(2_001);
    expect(mutants.map(({ id }) => read(id))).toEqual([4_001, 2_000, 2_002]);
  });
});
