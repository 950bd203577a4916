import type { Mutant } from './mutants.ts';
import { gapsOfList, isListed, listedIn, needlessIn } from './survivors.ts';

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
