import { isUsual, linesOfLeftOut, noteOf, withLimit } from './seed-notes';
import type { Shown } from './seed-steps';

const expects = { recorded: 3, vehiclesUsed: 3, pointService: 'active', open: ['1'] } as const;
const shown = (outcome: object = {}, leftOut: string[] = []): Shown => ({
  account: {
    name: 'chen-jie',
    person: 'chen-jie',
    phone: '19905713806',
    roles: ['citizen'],
    note: 'at 3 of {limit} vehicles',
    steps: [],
    expects: { ...expects, open: ['1'] },
  },
  outcome: { ...expects, open: ['1'], ...outcome },
  leftOut,
});
const policy = { VEHICLES_PER_LICENCE: 2 };

describe('what is said of a seeded account', () => {
  it('§9.policies.seeds: given it shows what it promises, then its own note and no line', () => {
    expect(noteOf(shown(), { VEHICLES_PER_LICENCE: 3 })).toBe('at 3 of 3 vehicles');
    expect(withLimit(shown().account.note)).toBe('at 3 of 3 vehicles');
    expect(linesOfLeftOut([shown()])).toEqual([]);
  });

  it('§9.policies.seeds: given a policy that allows more, then the note names what it allows', () => {
    expect(noteOf(shown(), { VEHICLES_PER_LICENCE: 1000 })).toBe('at 3 of 1000 vehicles');
  });

  it('§9.policies.seeds: given one point, then it is one point', () => {
    expect(noteOf(shown({ recorded: 1 }), policy)).toMatch(/^1 point recorded, /);
  });

  it('§9.policies.seeds: given a policy that allows less, then where it stands, and what was left out', () => {
    const less = shown({ recorded: 2, vehiclesUsed: 2, open: ['1', '2'] }, [
      '2 is not accepted (LICENCE_LIMIT_REACHED)',
    ]);
    expect(noteOf(less, policy)).toBe(
      '2 points recorded, at 2 of 2 vehicles, open violations: 2, point service active, because the policy is not the default',
    );
    expect(linesOfLeftOut([shown(), less])).toEqual([
      'under this policy chen-jie shows less: 2 is not accepted (LICENCE_LIMIT_REACHED)',
    ]);
  });

  it('§9.policies.seeds: given any other policy than the default, then the data need not come out to the letter', () => {
    expect(isUsual({})).toBe(false);
    expect(isUsual(policy)).toBe(false);
  });
});
