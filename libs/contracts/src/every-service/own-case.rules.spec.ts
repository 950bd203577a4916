import { holdersOf, ownCase, type Concerned, type Self } from './own-case.rules';

const SELF: Self = { accountId: 'acc_1', keys: ['person', 'company'], licenceIds: ['lic_1'] };

const codeOf = (...concerned: Concerned[]) => ownCase(SELF, ...concerned)?.code;

describe('A staff act', () => {
  it.each<[string, Concerned]>([
    ['account', { accountIds: ['acc_2', 'acc_1'] }],
    ['person', { keys: ['person'] }],
    ['organisation', { keys: ['other', 'company'] }],
    ['licence', { licenceIds: ['lic_2', 'lic_1'] }],
    ['own vehicle', holdersOf({ ownerKey: 'person', userAccountIds: [] })],
    ['vehicle of their organisation', holdersOf({ ownerKey: 'company', userAccountIds: [] })],
    [
      'vehicle that they bound',
      holdersOf({ ownerKey: 'other', userAccountIds: ['acc_2', 'acc_1'] }),
    ],
  ])('§1.own-case.refused: about the actor’s %s is refused', (_what, concerned) => {
    expect(codeOf(concerned)).toBe('OWN_CASE');
    expect(codeOf({ accountIds: ['acc_2'] }, concerned)).toBe('OWN_CASE');
  });

  it.each<[string, Concerned]>([
    ['others alone', { accountIds: ['acc_2'], keys: ['other'], licenceIds: ['lic_2'] }],
    ['nobody', {}],
    ['somebody without account or licence', { accountIds: [null, undefined], licenceIds: [null] }],
    ['others’ vehicle', holdersOf({ ownerKey: 'other', userAccountIds: ['acc_2'] })],
    ['a vehicle that is not registered', holdersOf(null)],
    ['no vehicle', holdersOf(undefined)],
    // Each kind of id is compared with its own.
    ['ids of another kind', { accountIds: ['person', 'lic_1'], keys: ['acc_1'] }],
  ])('§1.own-case.others: about %s is not', (_what, concerned) => {
    expect(codeOf(concerned)).toBeUndefined();
    expect(codeOf()).toBeUndefined();
    expect(ownCase({ accountId: 'acc_1' }, concerned)).toBeUndefined();
  });
});
