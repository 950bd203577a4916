import {
  addDays,
  refuse,
  shanghaiDay,
  shanghaiTime,
  startOfShanghaiDay,
  type Policy,
  type Refusal,
  type Standing,
} from '@demerit/contracts';

/** How many a user may ask for and have, and how often they may be wrong. rules.md §2 and §9. */

const MISMATCHES_PER_DAY = 5;

/** One small document a user: what racing requests collide on. */
export interface UserUse {
  _id: string;
  /** Active non-own bindings. */
  active: number;
  /** Stored non-own requests of a Shanghai day and calendar year, in domain time. */
  day: string;
  dayRequests: number;
  year: string;
  yearRequests: number;
  /** Wrong details on a day in real time. */
  mismatchDay: string;
  mismatches: number;
  standing?: Standing;
  version: number;
}

/** One small document a vehicle that somebody else asked for. */
export interface VehicleUse {
  _id: string;
  /** Active non-owner users. */
  active: number;
  standing?: Standing;
  version: number;
}

type Quotas = Pick<
  Policy,
  | 'bindingActivePerUser'
  | 'bindingUsersPerVehicle'
  | 'bindingRequestsPerDay'
  | 'bindingRequestsPerYear'
>;

export function newUserUse(accountId: string): UserUse {
  const never = { day: '', dayRequests: 0, year: '', yearRequests: 0 };
  return { _id: accountId, active: 0, ...never, mismatchDay: '', mismatches: 0, version: 0 };
}

export function newVehicleUse(vehicleId: string): VehicleUse {
  return { _id: vehicleId, active: 0, version: 0 };
}

/** Guessing the details of a stranger's car ends after five a day. */
export function checkMismatches(user: UserUse, realNow: Date): Refusal | undefined {
  const today = shanghaiDay(realNow);
  if (user.mismatchDay !== today || user.mismatches < MISMATCHES_PER_DAY) return undefined;
  const tomorrow = startOfShanghaiDay(addDays(today, 1));
  const retryAfterSeconds = Math.ceil((tomorrow.getTime() - realNow.getTime()) / 1000);
  return refuse('RATE_LIMITED', {
    retryAfterSeconds,
    detail: {
      en: 'Five requests with details that match no vehicle today.',
      'zh-CN': '今天已有五次申请的信息与任何车辆都不符。',
    },
  });
}

export function withMismatch(user: UserUse, realNow: Date): UserUse {
  const mismatchDay = shanghaiDay(realNow);
  const mismatches = user.mismatchDay === mismatchDay ? user.mismatches + 1 : 1;
  return { ...user, mismatchDay, mismatches, version: user.version + 1 };
}

/** The active quotas, which are checked again at the approval. */
export function checkActive(
  user: UserUse,
  vehicle: VehicleUse,
  quotas: Quotas,
): Refusal | undefined {
  if (user.active >= quotas.bindingActivePerUser) {
    return refuse('BINDING_QUOTA_REACHED', { quota: 'active_per_user' });
  }
  if (vehicle.active >= quotas.bindingUsersPerVehicle) {
    return refuse('BINDING_QUOTA_REACHED', { quota: 'users_per_vehicle' });
  }
  return undefined;
}

/** All four, at the request. */
export function checkQuotas(
  user: UserUse,
  vehicle: VehicleUse,
  quotas: Quotas,
  now: Date,
): Refusal | undefined {
  const active = checkActive(user, vehicle, quotas);
  if (active) return active;
  const today = shanghaiDay(now);
  const year = today.slice(0, 4);
  if (user.year === year && user.yearRequests >= quotas.bindingRequestsPerYear) {
    const newYear = startOfShanghaiDay(`${Number(year) + 1}-01-01`);
    return refuse('BINDING_QUOTA_REACHED', {
      quota: 'per_year',
      availableFrom: shanghaiTime(newYear),
    });
  }
  if (user.day === today && user.dayRequests >= quotas.bindingRequestsPerDay) {
    const tomorrow = startOfShanghaiDay(addDays(today, 1));
    return refuse('BINDING_QUOTA_REACHED', {
      quota: 'per_day',
      availableFrom: shanghaiTime(tomorrow),
    });
  }
  return undefined;
}

/** A stored non-own request counts for its day and its year. */
export function withRequest(user: UserUse, now: Date): UserUse {
  const day = shanghaiDay(now);
  const year = day.slice(0, 4);
  return {
    ...user,
    day,
    dayRequests: user.day === day ? user.dayRequests + 1 : 1,
    year,
    yearRequests: user.year === year ? user.yearRequests + 1 : 1,
    version: user.version + 1,
  };
}

/** An active binding more (1) or less (−1). */
export function withActive<Use extends UserUse | VehicleUse>(use: Use, change: 1 | -1): Use {
  return { ...use, active: use.active + change, version: use.version + 1 };
}

/** The newer of two standings by version, whatever the order they were heard in. */
export function newerStanding(
  known: Standing | undefined,
  heard: Standing | undefined,
): Standing | undefined {
  if (!known || !heard) return known ?? heard;
  return heard.version > known.version ? heard : known;
}
