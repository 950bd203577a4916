import { closed, field, t, type Static } from '@demerit/messaging';

export const NAME_FIELD = 'verifications.name';
export const ID_NUMBER_FIELD = 'verifications.idNumber';

/** An identity as an account submitted it, and what became of it. */
export const verificationDocument = closed({
  /** The account. */
  _id: t.String(),
  status: field.oneOf(['submitted', 'verified', 'rejected']),
  name: field.encrypted(NAME_FIELD),
  idNumber: field.encrypted(ID_NUMBER_FIELD),
  /** Only while submitted or verified: unique, so that one ID number has one account. */
  personKey: t.Optional(t.String()),
  documentIds: t.Array(t.String()),
  submittedAt: field.date,
  decidedAt: t.Optional(field.date),
  rejectedReason: t.Optional(t.String()),
  version: field.count,
});
export type VerificationDocument = Static<typeof verificationDocument>;
