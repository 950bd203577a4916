import { IsIn } from 'class-validator';
import { IsDay } from '../fields/days';

/** How much of what happened, a day: counted by the service that says it, gathered at the gateway. rules.md §7. */

/** What is counted; a refusal under `refusals:` and its code. */
export type Figure =
  | 'violationsRegistered'
  | 'acceptances'
  | 'decisions'
  | 'pointsRecorded'
  | 'listings'
  | 'disputesOpened'
  | 'disputesUpheld'
  | 'disputesEliminated'
  | 'paidFen'
  | 'surchargeFen'
  | 'refundedFen'
  | `refusals:${string}`;
export type Figures = Partial<Record<Figure, number>>;

/** What waits for staff. */
export const QUEUES = [
  'identity_verifications',
  'organisation_reviews',
  'binding_reviews',
  'key_review_targets',
  'disputes',
  'reconciliation_differences',
] as const;
export type QueueName = (typeof QUEUES)[number];

/** Counted up to this; more is said as this. */
export const QUEUE_COUNTED = 10_000;

// ---- over HTTP -----------------------------------------------------------------------------------------

/** Shanghai days, both included; `to` may lie ahead. At most 366 days, by month 3660. */
export class OverviewQuery {
  /** The first day. */
  @IsDay() from: string;
  /** The last day. */
  @IsDay() to: string;
  /** How long a period is. */
  @IsIn(['day', 'month']) by: 'day' | 'month';
}
export class DisputeFigures {
  /** Disputes that were handed in. */
  opened: number;
  /** Answers by which the violation stands. */
  upheld: number;
  /** Answers by which it is eliminated. */
  eliminated: number;
}
export class OverviewPeriod {
  /** Its first day; of the first month the one asked for. */
  from: string;
  /** Violations entered in the register. */
  violationsRegistered: number;
  /** Penalties accepted, online and at the window. */
  acceptances: number;
  /** Penalty decisions issued. */
  decisions: number;
  /** Points, not records. */
  pointsRecorded: number;
  /** Acceptances that were refused, by the code of the refusal. */
  refusals: Record<string, number>;
  /** People and vehicles that came onto the key review list. */
  listings: number;
  /** Disputes, and how they were answered. */
  disputes: DisputeFigures;
  /** What paid orders, surcharge included. */
  paidFen: number;
  /** Of it the surcharge. */
  surchargeFen: number;
  /** What went back, in fen. */
  refundedFen: number;
}
export class OverviewQueue {
  /** Which one. */
  name: QueueName;
  /** 10000 stands for as many or more. */
  waiting: number;
  /** Since when the oldest waits; null where nothing does. */
  oldestAt: string | null;
}
export class Overview {
  /** Each day or month, oldest first. */
  periods: OverviewPeriod[];
  /** What waits now. */
  queues: OverviewQueue[];
}

// ---- over the queue ------------------------------------------------------------------------------------

/** Asked of every service under its own name. */
export class CountDays {
  @IsDay() from: string;
  @IsDay() to: string;
}
export interface DaysCounted {
  /** Those of which something was counted. */
  days: { day: string; figures: Record<string, number> }[];
  queues: OverviewQueue[];
}
