import { ownCase, type Self } from '@demerit/contracts';
import { concernedByAccount, concernedByLicence } from './own-case.rules';

const LICENCE = { licenceId: 'lic_1', accountId: 'acc_1', personKey: 'person_1' };
const { licenceId: _id, ...holder } = LICENCE;

describe('An act on a licence', () => {
  it.each<[string, Partial<Self>]>([
    ['who claimed it', { accountId: 'acc_1' }],
    ['whose person it is registered for', { keys: ['person_1'] }],
    ['who has it by the register', { licenceIds: ['lic_1'] }],
  ])('§1.own-case.refused: is about whoever acts %s', (_what, changes) => {
    const self: Self = { accountId: 'acc_2', keys: [], licenceIds: [], ...changes };
    expect(ownCase(self, concernedByLicence(LICENCE))?.code).toBe('OWN_CASE');
    expect(ownCase(self, concernedByAccount({ _id, ...holder }))?.code).toBe('OWN_CASE');
  });

  it('§1.own-case.others: is about nobody else', () => {
    const other: Self = { accountId: 'acc_2', keys: ['person_2'], licenceIds: ['lic_2'] };
    expect(ownCase(other, concernedByLicence(LICENCE))).toBeUndefined();
    expect(ownCase(other, concernedByLicence({ ...LICENCE, accountId: null }))).toBeUndefined();
  });
});
