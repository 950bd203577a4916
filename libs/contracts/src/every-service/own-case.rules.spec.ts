import { holdersOf, ownCase, type Concerned, type Self } from './own-case.rules';

const SELF: Self = { accountId: 'acc_1', keys: ['person', 'company'], licenceIds: ['lic_1'] };

const SINCE = '2026-03-01T12:00:00.000+08:00';
const FORMERLY: Self = {
  accountId: 'acc_1',
  keys: [],
  licenceIds: [],
  formerKeys: [{ key: 'company', until: '2026-03-01T04:00:00.001Z' }],
};

const codeOf = (...concerned: Concerned[]) => ownCase(SELF, ...concerned)?.code;

const OTHERS = { ownerKey: 'other', userAccountIds: ['acc_2'] };

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
    [
      'used until after it happened',
      holdersOf({ ...OTHERS, since: SINCE, formerUserAccountIds: ['acc_1'] }),
    ],
    [
      'owned until after it happened',
      holdersOf({ ...OTHERS, since: SINCE, formerOwnerKeys: ['person'] }),
    ],
  ])('§1.own-case.formerly: about a vehicle that they %s is refused', (_what, concerned) => {
    expect(codeOf(concerned)).toBe('OWN_CASE');
  });

  it('§1.own-case.formerly: about what happened while they acted for the owner is refused, and what happened later is not', () => {
    const vehicle = { ownerKey: 'company', userAccountIds: [] };
    const formerly = (since: string) => ownCase(FORMERLY, holdersOf({ ...vehicle, since }))?.code;
    expect(formerly(SINCE)).toBe('OWN_CASE');
    expect(formerly('2026-03-01T12:00:00.001+08:00')).toBeUndefined();
    expect(ownCase(FORMERLY, holdersOf(vehicle))).toBeUndefined();
    expect(ownCase(FORMERLY, holdersOf({ ...OTHERS, since: SINCE }))).toBeUndefined();
  });

  it('§1.own-case.account: about the account that is verified as who they say they are is refused', () => {
    const self = { ...SELF, otherAccountIds: ['acc_8', 'acc_9'] };
    expect(ownCase(self, { accountIds: ['acc_9'] })?.code).toBe('OWN_CASE');
    expect(ownCase(self, { accountIds: ['acc_1'] })?.code).toBe('OWN_CASE');
    expect(ownCase(self, { accountIds: ['acc_2'], keys: ['acc_9'] })).toBeUndefined();
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
