import {
  addDays,
  shanghaiDay,
  shanghaiTime,
  startOfShanghaiDay,
  type Policy,
} from '@demerit/contracts';
import type { UserUseDocument, VehicleUseDocument } from './use.types';

/** How many a user may ask for and have, and how often they may be wrong. rules.md §2 and §9. */

const MISMATCHES_PER_DAY = 5;

type Quotas = Pick<
  Policy,
  | 'bindingActivePerUser'
  | 'bindingUsersPerVehicle'
  | 'bindingRequestsPerDay'
  | 'bindingRequestsPerYear'
>;

export function newUserUse(accountId: string): UserUseDocument {
  const never = { day: '', dayRequests: 0, year: '', yearRequests: 0 };
  return { _id: accountId, active: 0, ...never, mismatchDay: '', mismatches: 0, version: 0 };
}

export function newVehicleUse(vehicleId: string): VehicleUseDocument {
  return { _id: vehicleId, active: 0, version: 0 };
}

/** Guessing the details of a stranger's car ends after five a day. */
export function mayGuess(user: UserUseDocument, realNow: Date): boolean {
  return user.mismatchDay !== shanghaiDay(realNow) || user.mismatches < MISMATCHES_PER_DAY;
}

export function withMismatch(user: UserUseDocument, realNow: Date): UserUseDocument {
  const mismatchDay = shanghaiDay(realNow);
  const mismatches = user.mismatchDay === mismatchDay ? user.mismatches + 1 : 1;
  return { ...user, mismatchDay, mismatches };
}

export function hasRoomForVehicle(
  user: UserUseDocument,
  quotas: Pick<Quotas, 'bindingActivePerUser'>,
): boolean {
  return user.active < quotas.bindingActivePerUser;
}

export function hasRoomForUser(
  vehicle: VehicleUseDocument,
  quotas: Pick<Quotas, 'bindingUsersPerVehicle'>,
): boolean {
  return vehicle.active < quotas.bindingUsersPerVehicle;
}

export function mayAskThisYear(
  user: UserUseDocument,
  quotas: Pick<Quotas, 'bindingRequestsPerYear'>,
  now: Date,
): boolean {
  return user.year !== yearOf(now) || user.yearRequests < quotas.bindingRequestsPerYear;
}

export function mayAskToday(
  user: UserUseDocument,
  quotas: Pick<Quotas, 'bindingRequestsPerDay'>,
  now: Date,
): boolean {
  return user.day !== shanghaiDay(now) || user.dayRequests < quotas.bindingRequestsPerDay;
}

/** When a day's requests are free again, as citizens read it. */
export function nextDay(now: Date): string {
  return shanghaiTime(startOfNextDay(now));
}

/** When a calendar year's are. */
export function nextYear(now: Date): string {
  return shanghaiTime(startOfShanghaiDay(`${Number(yearOf(now)) + 1}-01-01`));
}

function startOfNextDay(now: Date): Date {
  return startOfShanghaiDay(addDays(shanghaiDay(now), 1));
}

function yearOf(now: Date): string {
  return shanghaiDay(now).slice(0, 4);
}

/** A stored non-own request counts for its day and its year. */
export function withRequest(user: UserUseDocument, now: Date): UserUseDocument {
  const day = shanghaiDay(now);
  const year = yearOf(now);
  return {
    ...user,
    day,
    dayRequests: user.day === day ? user.dayRequests + 1 : 1,
    year,
    yearRequests: user.year === year ? user.yearRequests + 1 : 1,
  };
}

/** An active binding more (1) or less (−1). */
export function withActive<Use extends UserUseDocument | VehicleUseDocument>(
  use: Use,
  change: 1 | -1,
): Use {
  return { ...use, active: use.active + change };
}
