import { existsSync, readFileSync } from 'node:fs';
import { onOneLine, type Mutant } from './mutants.ts';
import { gapsOfList, isListed, listedHere, listedIn, needlessIn } from './survivors.ts';

const mutant = (what: string): Mutant => ({ id: '1', file: 'apps/a.rules.ts', line: 1, what });

const LIST = listedIn(`# What lives on.

apps/a.rules.ts: TRIES = 5: 5 → 6  # nobody tries so often
apps/a.rules.ts: LIFE_MS = 60_000  # seen by tools/rules/mutation/survivors.spec.ts, alone
`);

describe('a survivor', () => {
  it('is listed by its change, or by the constant for all its changes', () => {
    expect(isListed(mutant('TRIES = 5: 5 → 6'), LIST)).toBe(true);
    expect(isListed(mutant('TRIES = 5: 5 → 4'), LIST)).toBe(false);
    expect(isListed(mutant('LIFE_MS = 60_000: 60_000 → 120000'), LIST)).toBe(true);
    expect(isListed({ ...mutant('TRIES = 5: 5 → 6'), file: 'apps/b.rules.ts' }, LIST)).toBe(false);
  });

  it('is listed with a reason, which names a spec that there is, and as long as there is such a change', () => {
    const all = [mutant('TRIES = 5: 5 → 6'), mutant('LIFE_MS = 60_000: 60_000 → 120000')];
    expect(gapsOfList(LIST, all)).toEqual([]);
    expect(gapsOfList(LIST, all.slice(0, 1))).toEqual([
      'tools/rules/survivors.txt: there is no apps/a.rules.ts: LIFE_MS = 60_000',
    ]);
    const wrong = listedIn(
      'apps/a.rules.ts: TRIES = 5: 5 → 6\napps/a.rules.ts: LIFE_MS = 60_000  # seen by no.spec.ts',
    );
    expect(gapsOfList(wrong, all)).toEqual([
      'tools/rules/survivors.txt: no reason for apps/a.rules.ts: TRIES = 5: 5 → 6',
      'tools/rules/survivors.txt: there is no no.spec.ts',
    ]);
  });

  it('is listed no longer than until a spec notices every change that its line stands for', () => {
    const change = (what: string, killed: boolean) => ({ mutant: mutant(what), killed });
    const grown = change('LIFE_MS = 60_000: 60_000 → 120000', true);
    expect(needlessIn(LIST, [grown])).toEqual([
      'tools/rules/survivors.txt: a spec notices apps/a.rules.ts: LIFE_MS = 60_000',
    ]);
    expect(needlessIn(LIST, [grown, change('LIFE_MS = 60_000: 60_000 → 59999', false)])).toEqual(
      [],
    );
    expect(needlessIn(LIST, [])).toEqual([]);
  });
});

/** Whether the constant or the line stands in its file; whether it is changed so, `npm run mutation` sees. */
function isThere(what: string): boolean {
  const [, file = '', change = ''] = /^(\S+?): (.*)$/.exec(what) ?? [];
  const from = change.split(' → ')[0] ?? '';
  const text = existsSync(file) ? onOneLine(readFileSync(file, 'utf8')) : '';
  return from !== '' && [from, from.replace(/: [^:]*$/, '')].some((words) => text.includes(words));
}

describe('the list of survivors', () => {
  const listed = listedHere();

  it('has a reason in every line', () => {
    expect(listed.length).toBeGreaterThan(100);
    expect(listed.filter(({ reason }) => reason === '')).toEqual([]);
  });

  it('names only what is there', () => {
    expect(isThere('apps/a.rules.ts: TRIES = 5')).toBe(false);
    expect(isThere('tools/rules/mutation/harness.ts: HITS = 99')).toBe(false);
    expect(isThere('tools/rules/mutation/harness.ts: HITS = 100_000: 100_000 → 200000')).toBe(true);
    expect(listed.map(({ what }) => what).filter((what) => !isThere(what))).toEqual([]);
  });
});
