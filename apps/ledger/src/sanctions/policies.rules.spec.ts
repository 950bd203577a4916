import type { SanctionPolicyId, SanctionRole } from '@demerit/contracts';
import { allowedIn, isInEffect, measuresOf } from './policies.rules';

const TODAY = '2025-10-10';

function allowed(policyId: SanctionPolicyId, role: SanctionRole, offence = 1, gainFen = 60_000) {
  return allowedIn({ policyId, role, gainFen, offence }, TODAY);
}

describe('the policy of the seed', () => {
  it('§5.default.first §5.default.gains §5.default.fines: for taking points for profit the first time: 6 months and 1 000 to 2 000 yuan', () => {
    expect(allowed('S-default', 'seller')).toMatchObject({
      fineFen: { min: 100_000, max: 200_000 },
      confiscationFen: { min: 60_000, max: 60_000 },
      suspensionMonths: { min: 6, max: 6 },
      detentionDays: { min: 0, max: 0 },
      revokesLicence: false,
      banYears: { min: 0, max: 0 },
      points: { min: 0, max: 0 },
    });
  });

  it.each<[SanctionRole, number]>([
    ['seller', 2],
    ['seller', 3],
    ['organiser', 1],
    ['introducer', 1],
    ['introducer', 4],
  ])(
    '§5.default.again §5.default.gains §5.default.fines: for a %s at offence %i: detention, 2 000 to 5 000 yuan, revocation and five years',
    (role, n) => {
      expect(allowed('S-default', role, n)).toMatchObject({
        fineFen: { min: 200_000, max: 500_000 },
        confiscationFen: { min: 60_000, max: 60_000 },
        suspensionMonths: { min: 0, max: 0 },
        detentionDays: { min: 0, max: 15 },
        revokesLicence: true,
        banYears: { min: 5, max: 5 },
        points: { min: 0, max: 0 },
      });
    },
  );

  it('has no measures against a buyer', () => {
    expect(allowed('S-default', 'buyer')).toBeUndefined();
  });
});

describe('Order 163', () => {
  it.each<[SanctionRole, number, number]>([
    ['buyer', 1_000, 3_000],
    ['buyer', 1_666_666, 4_999_998],
    ['buyer', 1_666_667, 5_000_000],
    ['seller', 1_000, 3_000],
    ['seller', 2_000_000, 5_000_000],
    ['organiser', 1_000, 5_000],
    ['organiser', 3_000_000, 10_000_000],
  ])('§5.order-163.fines: fines a %s with a gain of %i fen at most %i', (role, gainFen, max) => {
    expect(allowed('order-163', role, 1, gainFen)).toMatchObject({ fineFen: { min: 0, max } });
  });

  it('§5.order-163.points: records 12 points for a seller alone, and takes nobody’s licence or gain', () => {
    expect(allowed('order-163', 'seller')?.points).toEqual({ min: 12, max: 12 });
    expect(allowed('order-163', 'buyer')?.points).toEqual({ min: 0, max: 0 });
    expect(allowed('order-163', 'organiser')?.points).toEqual({ min: 0, max: 0 });
    expect(allowed('order-163', 'seller', 2)).toMatchObject({
      revokesLicence: false,
      suspensionMonths: { max: 0 },
      confiscationFen: { max: 0 },
    });
  });

  it('has no measures against an introducer', () => {
    expect(allowed('order-163', 'introducer')).toBeUndefined();
  });
});

describe('a policy', () => {
  it('§5.policy.dates: is in effect from its day on', () => {
    const seller = { policyId: 'order-163', role: 'seller', gainFen: 0, offence: 1 } as const;
    expect(allowedIn(seller, '2022-03-31')).toBeUndefined();
    expect(allowedIn(seller, '2022-04-01')).toBeDefined();
    expect(allowedIn({ ...seller, policyId: 'S-default' }, '2014-12-31')).toBeUndefined();
  });

  it('§5.policy.dates: ends before the day on which it is no longer', () => {
    const policy = { from: '2022-04-01', until: '2026-01-01' };
    expect(isInEffect(policy, '2025-12-31')).toBe(true);
    expect(isInEffect(policy, '2026-01-01')).toBe(false);
    expect(isInEffect({ from: '2022-04-01' }, '2099-01-01')).toBe(true);
  });

  it('§5.policy.basis: names its legal basis', () => {
    expect(allowed('order-163', 'buyer')?.legalBasis).toMatchObject({
      en: expect.stringContaining('Order No. 163') as string,
      'zh-CN': expect.stringContaining('公安部令第163号') as string,
    });
  });
});

describe('measures', () => {
  const first = allowed('S-default', 'seller')!;
  const again = allowed('S-default', 'seller', 2)!;

  it('that leave no choice need not be named', () => {
    expect(measuresOf({ fineFen: 100_000 }, first)).toEqual({
      fineFen: 100_000,
      confiscationFen: 60_000,
      suspensionMonths: 6,
      detentionDays: 0,
      revokesLicence: false,
      banYears: 0,
      points: 0,
    });
  });

  it.each([100_000, 200_000])('within the range are taken: %i', (fineFen) => {
    expect(measuresOf({ fineFen }, first)).toMatchObject({ fineFen });
  });

  it.each([
    [{}, 'fineFen'],
    [{ fineFen: 99_999 }, 'fineFen'],
    [{ fineFen: 200_001 }, 'fineFen'],
    [{ fineFen: 100_000, confiscationFen: 59_999 }, 'confiscationFen'],
    [{ fineFen: 100_000, suspensionMonths: 5 }, 'suspensionMonths'],
    [{ fineFen: 100_000, detentionDays: 1 }, 'detentionDays'],
    [{ fineFen: 100_000, revokesLicence: true }, 'revokesLicence'],
    [{ fineFen: 100_000, banYears: 5 }, 'banYears'],
    [{ fineFen: 100_000, points: 12 }, 'points'],
  ])('outside are refused by name: %j', (body, outside) => {
    expect(measuresOf(body, first)).toEqual({ outside });
  });

  it('with a range are named, also where none is chosen', () => {
    expect(measuresOf({ fineFen: 200_000 }, again)).toEqual({ outside: 'detentionDays' });
    expect(measuresOf({ fineFen: 200_000, detentionDays: 15 }, again)).toMatchObject({
      detentionDays: 15,
      revokesLicence: true,
      banYears: 5,
    });
    const spared = { fineFen: 200_000, detentionDays: 0, revokesLicence: false };
    expect(measuresOf(spared, again)).toEqual({ outside: 'revokesLicence' });
  });
});
