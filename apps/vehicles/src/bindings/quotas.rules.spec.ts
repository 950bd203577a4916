import { Policy, type Standing } from '@demerit/contracts';
import {
  checkActive,
  checkMismatches,
  checkQuotas,
  newerStanding,
  newUserUse,
  newVehicleUse,
  withActive,
  withMismatch,
  withRequest,
  type UserUse,
} from './quotas.rules';

const policy = new Policy();
const MARCH_2 = new Date('2026-03-02T04:00:00Z');
const NEXT_DAY = new Date('2026-03-02T16:00:00Z');
const vehicle = newVehicleUse('veh_1');

function times<T>(count: number, start: T, change: (value: T) => T): T {
  return count === 0 ? start : times(count - 1, change(start), change);
}

describe('Quotas of bindings (rules.md §2)', () => {
  it('§2.quota.day: one stored request a user a Shanghai day', () => {
    const asked = withRequest(newUserUse('acc_1'), MARCH_2);
    expect(checkQuotas(asked, vehicle, policy, MARCH_2)?.refusal).toMatchObject({
      code: 'BINDING_QUOTA_REACHED',
      quota: 'per_day',
      availableFrom: '2026-03-03T00:00:00.000+08:00',
    });
    expect(checkQuotas(asked, vehicle, policy, NEXT_DAY)).toBeUndefined();
  });

  it('where the policy allows two a day, the second is stored and the third waits for the next day', () => {
    const two = { ...policy, bindingRequestsPerDay: 2 };
    const once = withRequest(newUserUse('acc_1'), MARCH_2);
    expect(checkQuotas(once, vehicle, two, MARCH_2)).toBeUndefined();
    const twice = withRequest(once, MARCH_2);
    expect(checkQuotas(twice, vehicle, two, MARCH_2)?.refusal.quota).toBe('per_day');
    expect(withRequest(twice, NEXT_DAY).dayRequests).toBe(1);
  });

  it('§2.quota.year: five a calendar year', () => {
    const day = (n: number): Date => new Date(MARCH_2.getTime() + n * 86_400_000);
    const four = [0, 1, 2, 3].reduce<UserUse>(
      (user, n) => withRequest(user, day(n)),
      newUserUse('acc_1'),
    );
    expect(checkQuotas(four, vehicle, policy, day(4))).toBeUndefined();
    const five = withRequest(four, day(4));
    expect(checkQuotas(five, vehicle, policy, day(5))?.refusal).toMatchObject({
      quota: 'per_year',
      availableFrom: '2027-01-01T00:00:00.000+08:00',
    });
    const newYear = new Date('2026-12-31T16:00:00Z');
    expect(checkQuotas(five, vehicle, policy, newYear)).toBeUndefined();
    expect(withRequest(five, newYear)).toMatchObject({ year: '2027', yearRequests: 1 });
  });

  it('§2.quota.active: three active vehicles a user and three active users a vehicle', () => {
    const user = newUserUse('acc_1');
    const twoCars = times(2, user, (use) => withActive(use, 1));
    expect(checkActive(twoCars, vehicle, policy)).toBeUndefined();
    expect(checkActive(withActive(twoCars, 1), vehicle, policy)?.refusal.quota).toBe(
      'active_per_user',
    );
    const threeUsers = times(3, vehicle, (use) => withActive(use, 1));
    expect(checkActive(user, threeUsers, policy)?.refusal.quota).toBe('users_per_vehicle');
    expect(checkActive(user, withActive(threeUsers, -1), policy)).toBeUndefined();
  });

  it('the active ones count at the request already', () => {
    const threeUsers = times(3, vehicle, (use) => withActive(use, 1));
    const refusal = checkQuotas(newUserUse('acc_1'), threeUsers, policy, MARCH_2);
    expect(refusal?.refusal.quota).toBe('users_per_vehicle');
  });

  it('all that is counted is a new version, on which racing requests collide', () => {
    const user = newUserUse('acc_1');
    const counted = [withRequest(user, MARCH_2), withMismatch(user, MARCH_2), withActive(user, 1)];
    expect(counted.map(({ version }) => version)).toEqual([1, 1, 1]);
  });

  it('§2.match.limit: five mismatches a day, then wait for the next', () => {
    const four = times(4, newUserUse('acc_1'), (use) => withMismatch(use, MARCH_2));
    expect(checkMismatches(four, MARCH_2)).toBeUndefined();
    const five = withMismatch(four, MARCH_2);
    expect(checkMismatches(five, MARCH_2)?.refusal).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 12 * 3600,
    });
    expect(checkMismatches(five, NEXT_DAY)).toBeUndefined();
    expect(withMismatch(five, NEXT_DAY).mismatches).toBe(1);
  });

  it('of two standings the one of the higher version holds, whichever was heard first', () => {
    const suspended: Standing = { status: 'suspended', version: 1 };
    const active: Standing = { status: 'active', version: 2 };
    expect(newerStanding(suspended, active)).toBe(active);
    expect(newerStanding(active, suspended)).toBe(active);
    expect(newerStanding(suspended, { ...suspended })).toBe(suspended);
    expect(newerStanding(undefined, suspended)).toBe(suspended);
  });
});
