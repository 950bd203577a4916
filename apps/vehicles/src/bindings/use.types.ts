import { closed, field, t, type Static } from '@demerit/messaging';

/** The ledger's word on a person's point service or on a vehicle's handling; a higher version replaces a lower one. */
const standing = closed({
  status: field.oneOf(['active', 'suspended']),
  reason: t.Optional(t.String()),
  since: t.Optional(field.instant),
  confirmed: t.Optional(t.Boolean()),
  version: field.count,
  /** As an earlier version kept it of a person: the licence it was said of. */
  licenceId: t.Optional(t.String()),
});
export type StoredStanding = Static<typeof standing>;

const dayOrNever = t.Union([field.day, t.Literal('')]);

/** One small document a user: what racing requests collide on. */
export const userUseDocument = closed({
  _id: t.String(),
  /** Active non-own bindings. */
  active: field.count,
  /** Stored non-own requests of a Shanghai day and calendar year, in domain time; empty before the first. */
  day: dayOrNever,
  dayRequests: field.count,
  year: t.String(),
  yearRequests: field.count,
  /** Wrong details on a day in real time; empty before the first. */
  mismatchDay: dayOrNever,
  mismatches: field.count,
  standing: t.Optional(standing),
  /** Since a request was rejected for false material, until an officer lifts it. */
  barred: t.Optional(closed({ bindingId: t.String(), since: field.date })),
  /** The account is closed. */
  closed: t.Optional(t.Literal(true)),
  version: field.count,
});
export type UserUseDocument = Static<typeof userUseDocument>;

/** One small document a vehicle that somebody asked for. */
export const vehicleUseDocument = closed({
  _id: t.String(),
  /** Active non-owner users. */
  active: field.count,
  standing: t.Optional(standing),
  version: field.count,
});
export type VehicleUseDocument = Static<typeof vehicleUseDocument>;
