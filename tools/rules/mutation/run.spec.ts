import { readFileSync } from 'node:fs';
import { mutateDecisions } from './decisions.ts';
import { mutateNumbers } from './numbers.ts';
import { run } from './run.ts';
import { specsOf } from './work.ts';

jest.setTimeout(240_000);

const FILE = 'tools/rules/mutation/example/lamp.rules.ts';
const SPEC = 'tools/rules/mutation/example/lamp.rules.spec.ts';
const SOURCE = readFileSync(FILE, 'utf8');

describe('the specs of a file', () => {
  it('are those that import it or have its name', () => {
    expect(specsOf(FILE)).toEqual([SPEC]);
  });

  it('say of each number whether they notice that it changed, also when nothing ends any more', async () => {
    const outcomes = await run(mutateNumbers(FILE, SOURCE), [SPEC]);
    expect(outcomes.filter(({ killed }) => !killed).map(({ mutant }) => mutant.what)).toEqual([
      'PRICE = 300: 300 → 299',
      'PRICE = 300: 300 → 301',
    ]);
    expect(outcomes.filter(({ killed }) => killed).map(({ mutant }) => mutant.what)).toEqual(
      expect.arrayContaining(['HOURS = 5: 5 → 6', 'while (left > 0) left -= 1;: 1 → 0']),
    );
  });

  it('say it of each decision', async () => {
    const outcomes = await run(await mutateDecisions(FILE, SOURCE), [SPEC]);
    const said = new Map(outcomes.map(({ mutant, killed }) => [mutant.what, killed]));
    expect(said.get('hours < HOURS → hours <= HOURS')).toBe(true);
    expect(said.get('lamps * PRICE → lamps / PRICE')).toBe(false);
  });

  it('must pass without any change', async () => {
    const broken = mutateNumbers(FILE, SOURCE.replace('HOURS = 5', 'HOURS = 7'));
    await expect(run(broken, [SPEC])).rejects.toThrow('fail without a mutant');
  });
});
