import { concernedByDecisions, type NamedDecisions } from './named-decisions';

describe('The decisions that a case names', () => {
  const ofDriver = { accountIds: ['acc_1'], licenceIds: ['lic_1'] };
  const ofOwner = { keys: ['person_2'], accountIds: ['acc_3'], since: '2026-03-01T04:00:00.000Z' };
  const named: NamedDecisions = new Map([
    ['D-1', { licenceId: 'lic_1', concerned: [ofDriver, ofOwner] }],
    ['D-2', undefined],
  ]);

  it('§1.own-case.case: are about their drivers, and whoever owned or used the vehicles', () => {
    expect(concernedByDecisions(['D-2', 'D-1'], named)).toEqual([ofDriver, ofOwner]);
    expect(concernedByDecisions(['D-2'], named)).toEqual([]);
    expect(concernedByDecisions([], new Map())).toEqual([]);
  });

  it('§1.own-case.case: are asked for again where another one was named meanwhile', () => {
    expect(() => concernedByDecisions(['D-1', 'D-3'], named)).toThrow('other decisions by now');
  });
});
