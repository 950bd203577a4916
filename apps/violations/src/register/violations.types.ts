import { PLATE_TYPES, VIOLATION_STATUSES, VIOLATION_STEPS } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

const valuesBefore = closed({
  place: t.Optional(t.String()),
  evidenceIds: t.Optional(t.Array(t.String())),
  code: t.Optional(t.String()),
  points: t.Optional(field.count),
  fineFen: t.Optional(field.fen),
  occurredAt: t.Optional(field.instant),
});

/** What the register did with it, and what a correction replaced. */
const violationStep = closed({
  at: field.instant,
  what: field.oneOf(VIOLATION_STEPS),
  reason: t.Optional(t.String()),
  before: t.Optional(valuesBefore),
});
export type ViolationStepDocument = Static<typeof violationStep>;

/** A violation as it is kept. Points, procedure and fine are those of the catalogue on its day and change with its code or time alone. */
export const violationDocument = closed({
  _id: t.String(),
  noticeNumber: t.String(),
  plateNumber: t.String(),
  plateType: field.oneOf(PLATE_TYPES),
  /**
   * The plate's (LookupKeys.vehicleId), which is also the id of its first vehicle. Which vehicle had the plate at `occurredAt`, and whose it was, is
   * not kept: vehicles is asked.
   */
  vehicleId: t.String(),
  code: t.String(),
  points: field.count,
  procedure: field.oneOf(['summary', 'ordinary']),
  fineFen: field.fen,
  occurredAt: field.date,
  place: t.String(),
  jurisdiction: t.String(),
  /** Whose fine it is: the jurisdiction or one above it. Absent where it was registered before that was kept. */
  fineJurisdiction: t.Optional(t.String()),
  evidenceIds: t.Array(t.String()),
  status: field.oneOf(VIOLATION_STATUSES),
  /** The live handling, while there is one. */
  handling: t.Optional(
    closed({
      handlingId: t.String(),
      accountId: t.String(),
      /** Absent in those of before a plate could have several vehicles. */
      vehicleId: t.Optional(t.String()),
    }),
  ),
  /** No vehicle of the register had its plate then when it was entered: the owner is still to be notified. */
  awaitsVehicle: t.Optional(t.Literal(true)),
  /** Real time at which to ask once more whether the vehicle was registered at the same moment. */
  lookAgainAt: t.Optional(field.date),
  /** The newest steps. Absent in those of before they were kept. */
  timeline: t.Optional(t.Array(violationStep)),
  /** Of one that was corrected: what its notice said when it was entered, by which the same notice is found to be the same. */
  entered: t.Optional(
    closed({
      code: t.String(),
      occurredAt: field.date,
      place: t.String(),
      evidenceIds: t.Array(t.String()),
    }),
  ),
  version: field.count,
});
export type ViolationDocument = Static<typeof violationDocument>;
