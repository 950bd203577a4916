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
  /** Whose ID number it is said to be; unique among those that are verified. */
  personKey: t.Optional(t.String()),
  documentIds: t.Array(t.String()),
  submittedAt: field.date,
  decidedAt: t.Optional(field.date),
  rejectedReason: t.Optional(t.String()),
  /** Submissions on the Shanghai day of the newest, in real time. */
  day: t.Optional(field.day),
  ofDay: t.Optional(field.count),
  version: field.count,
});
export type VerificationDocument = Static<typeof verificationDocument>;
