import { closed, field, t, type Static } from '@demerit/messaging';
import { KINDS } from '../limits/limits.types';

/** An attempt beyond a limit, written down. */
export const attemptDocument = closed({
  /** The handling. */
  _id: t.String(),
  accountId: t.String(),
  licenceId: t.String(),
  vehicleId: t.String(),
  ownVehicle: t.Boolean(),
  points: field.count,
  at: field.instant,
  exceeded: t.Array(field.oneOf(KINDS)),
  targetIds: t.Array(t.String()),
});
export type AttemptDocument = Static<typeof attemptDocument>;

const TARGET_STATUSES = ['listed', 'confirmed', 'released'] as const;
export type TargetStatus = (typeof TARGET_STATUSES)[number];

const reviewStep = closed({
  at: field.instant,
  by: t.String(),
  decision: field.oneOf(['release', 'confirm']),
  reason: t.String(),
  extraSlots: field.count,
  /** Where the extra slots went, if not to the subject: to the licence that the person had by then. */
  licenceId: t.Optional(t.String()),
});

/** A person or vehicle on the key review list. */
export const targetDocument = closed({
  _id: t.String(),
  kind: field.oneOf(KINDS),
  /** The vehicle, or the licence with which the person went beyond a limit. */
  subjectId: t.String(),
  /** The person's. */
  accountId: t.Optional(t.String()),
  status: field.oneOf(TARGET_STATUSES),
  /** Listed or confirmed; at most one open target a person or vehicle. */
  open: t.Boolean(),
  reason: t.String(),
  since: field.instant,
  attempts: field.count,
  steps: t.Array(reviewStep),
  version: field.count,
});
export type TargetDocument = Static<typeof targetDocument>;
