import { SANCTION_CASE_STATUSES } from '@demerit/contracts';
import { CASES_NOT_OVER, ordersOf, pointsOpen } from './closing.rules';

describe('the points of an account that is to be closed', () => {
  const none = { person: null, licence: null, isListed: false, hasCase: false };
  const licence = { pending: 0, holds: [] };
  const education = { orderId: 'edu_1', round: 1, since: '', studyDays: 0, examsPassed: [] };

  it('§1.closing.points: given nothing that is open, then nothing stands against it', () => {
    expect(pointsOpen(none)).toEqual([]);
    const revoked = { kind: 'revoked' as const, causeId: 'case_1' };
    const active = { standing: { status: 'active' as const, version: 2 } };
    expect(
      pointsOpen({ ...none, person: active, licence: { ...licence, holds: [revoked] } }),
    ).toEqual([]);
  });

  it('§1.closing.money: given cases in force, then what each has payments open is named', () => {
    const [fineOrderId, confiscationOrderId] = ['ord_fine', 'ord_gain'];
    expect(ordersOf({})).toEqual([]);
    expect(ordersOf({ fineOrderId })).toEqual(['ord_fine']);
    expect(ordersOf({ confiscationOrderId })).toEqual(['ord_gain']);
    expect(ordersOf({ fineOrderId, confiscationOrderId })).toEqual(['ord_fine', 'ord_gain']);
  });

  it('§1.closing.points: given points that are reserved, then they are recorded first', () => {
    expect(pointsOpen({ ...none, licence: { ...licence, pending: 1 } })).toEqual([
      'pending_points',
    ]);
  });

  it('§1.closing.points: given a full score, then the education is over first', () => {
    const detained = { kind: 'detained' as const, causeId: 'edu_1' };
    for (const full of [
      { ...licence, education },
      { ...licence, holds: [detained] },
    ])
      expect(pointsOpen({ ...none, licence: full })).toEqual(['education']);
  });

  it('§1.closing.points: given somebody on the key review list, then a reviewer releases them first', () => {
    const suspended = { standing: { status: 'suspended' as const, version: 1 } };
    expect(pointsOpen({ ...none, isListed: true })).toEqual(['key_review']);
    expect(pointsOpen({ ...none, person: suspended })).toEqual(['key_review']);
  });

  it('§1.closing.points: given a case, then from the notice on it is in force or revoked first', () => {
    expect(pointsOpen({ ...none, hasCase: true })).toEqual(['sanction_case']);
    const over = SANCTION_CASE_STATUSES.filter((status) => !CASES_NOT_OVER.includes(status));
    expect(over).toEqual(['opened', 'in_force', 'revoked']);
  });
});
