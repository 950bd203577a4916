import { Policy, secondsToNextDay } from '@demerit/contracts';
import {
  hasRoomForUser,
  hasRoomForVehicle,
  mayAskThisYear,
  mayAskToday,
  mayGuess,
  newUserUse,
  newVehicleUse,
  nextDay,
  nextYear,
  withActive,
  withMismatch,
  withRequest,
} from './quotas.rules';
import type { UserUseDocument } from './use.types';

const policy = new Policy();
const MARCH_2 = new Date('2026-03-02T04:00:00Z');
const NEXT_DAY = new Date('2026-03-02T16:00:00Z');
const user = newUserUse('acc_1');
const vehicle = newVehicleUse('veh_1');

function times<T>(count: number, start: T, change: (value: T) => T): T {
  return count === 0 ? start : times(count - 1, change(start), change);
}

describe('Quotas of bindings (rules.md §2.quota)', () => {
  it('§2.quota.day: one stored request a user a Shanghai day', () => {
    expect(mayAskToday(user, policy, MARCH_2)).toBe(true);
    const asked = withRequest(user, MARCH_2);
    expect(mayAskToday(asked, policy, MARCH_2)).toBe(false);
    expect(nextDay(MARCH_2)).toBe('2026-03-03T00:00:00.000+08:00');
    expect(mayAskToday(asked, policy, NEXT_DAY)).toBe(true);
  });

  it('where the policy allows two a day, the second is stored and the third waits for the next day', () => {
    const two = { bindingRequestsPerDay: 2 };
    const once = withRequest(user, MARCH_2);
    expect(mayAskToday(once, two, MARCH_2)).toBe(true);
    const twice = withRequest(once, MARCH_2);
    expect(mayAskToday(twice, two, MARCH_2)).toBe(false);
    expect([once.dayRequests, twice.dayRequests]).toEqual([1, 2]);
    expect(withRequest(twice, NEXT_DAY).dayRequests).toBe(1);
  });

  it('§2.quota.year: five a calendar year', () => {
    const day = (n: number): Date => new Date(MARCH_2.getTime() + n * 86_400_000);
    const four = [0, 1, 2, 3].reduce<UserUseDocument>((use, n) => withRequest(use, day(n)), user);
    expect(mayAskThisYear(four, policy, day(4))).toBe(true);
    const five = withRequest(four, day(4));
    expect(mayAskThisYear(five, policy, day(5))).toBe(false);
    expect(nextYear(day(5))).toBe('2027-01-01T00:00:00.000+08:00');
    const newYear = new Date('2026-12-31T16:00:00Z');
    expect(mayAskThisYear(five, policy, newYear)).toBe(true);
    expect(withRequest(five, newYear)).toMatchObject({ year: '2027', yearRequests: 1 });
  });

  it('§2.quota.active: three active vehicles a user and three active users a vehicle', () => {
    const twoCars = times(2, user, (use) => withActive(use, 1));
    expect(hasRoomForVehicle(twoCars, policy)).toBe(true);
    expect(hasRoomForVehicle(withActive(twoCars, 1), policy)).toBe(false);
    const threeUsers = times(3, vehicle, (use) => withActive(use, 1));
    expect(hasRoomForUser(threeUsers, policy)).toBe(false);
    expect(hasRoomForUser(withActive(threeUsers, -1), policy)).toBe(true);
  });

  it('what is counted leaves the version to the store, in which racing requests collide', () => {
    const counted = [withRequest(user, MARCH_2), withMismatch(user, MARCH_2), withActive(user, 1)];
    expect(counted.map(({ version }) => version)).toEqual([0, 0, 0]);
  });

  it('§2.match.limit: five mismatches a day, then wait for the next', () => {
    const four = times(4, user, (use) => withMismatch(use, MARCH_2));
    expect(mayGuess(four, MARCH_2)).toBe(true);
    const five = withMismatch(four, MARCH_2);
    expect(mayGuess(five, MARCH_2)).toBe(false);
    expect(secondsToNextDay(MARCH_2)).toBe(12 * 3600);
    expect(secondsToNextDay(new Date('2026-03-02T15:59:59.001Z'))).toBe(1);
    expect(mayGuess(five, NEXT_DAY)).toBe(true);
    expect(withMismatch(five, NEXT_DAY).mismatches).toBe(1);
  });
});
