import { TIMELINE_STEPS, BINDING_STATUSES } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

/** The code on the owner's phone; the code itself follows from binding and generation. Real time. */
const consentCode = closed({
  generation: field.count,
  issuedAt: field.date,
  tries: field.count,
  sentAt: t.Optional(field.date),
});
export type ConsentCode = Static<typeof consentCode>;

/** While a suspension of the applicant or of the vehicle stands, hours stop. */
const frozen = closed({
  from: field.date,
  because: t.Array(field.oneOf(['person', 'vehicle'])),
});

/** Somebody's use of a vehicle, asked for or had. */
export const bindingDocument = closed({
  _id: t.String(),
  accountId: t.String(),
  vehicleId: t.String(),
  plateNumber: t.String(),
  ownerKey: t.String(),
  relation: field.oneOf(['own', 'other']),
  status: field.oneOf(BINDING_STATUSES),
  /** Whether it is pending or active; one of a pair at a time. */
  live: t.Boolean(),
  relationNote: t.Optional(t.String()),
  documentIds: t.Array(t.String()),
  requestedAt: field.date,
  /** When a pending consent lapses, in domain time. */
  consentExpiresAt: t.Optional(field.date),
  consentCode: t.Optional(consentCode),
  expectedBy: t.Optional(field.instant),
  activeSince: t.Optional(field.date),
  rejectedReason: t.Optional(t.String()),
  frozen: t.Optional(frozen),
  timeline: t.Array(closed({ at: field.instant, what: field.oneOf(TIMELINE_STEPS) })),
  version: field.count,
});
export type BindingDocument = Static<typeof bindingDocument>;
