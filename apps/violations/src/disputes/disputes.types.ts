import { TIMELINE_STEPS, DISPUTE_GROUNDS, DISPUTE_STATUSES } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

/** A dispute as it is kept; ground, statement and evidence never change. rules.md §3. */
export const disputeDocument = closed({
  _id: t.String(),
  violationId: t.String(),
  vehicleId: t.String(),
  /** Of the violation, whose owner of then may be corrected: absent in those of before, whose owner is the one they name. */
  plateId: t.Optional(t.String()),
  occurredAt: t.Optional(field.date),
  /** Of whoever disputes. */
  accountId: t.String(),
  /** When it was made. */
  ownerKey: t.String(),
  ownVehicle: t.Boolean(),
  /** By whoever acted for the organisation that is the owner: it is that one's. Absent in those of before, which are their author's. */
  forOrganisation: t.Optional(t.Boolean()),
  ground: field.oneOf(DISPUTE_GROUNDS),
  statement: t.String(),
  documentIds: t.Array(t.String()),
  status: field.oneOf(DISPUTE_STATUSES),
  submittedAt: field.date,
  dueAt: field.date,
  decided: t.Optional(closed({ at: field.date, by: t.String(), reason: t.String() })),
  timeline: t.Array(closed({ at: field.instant, what: field.oneOf(TIMELINE_STEPS) })),
  version: field.count,
});
export type DisputeDocument = Static<typeof disputeDocument>;
