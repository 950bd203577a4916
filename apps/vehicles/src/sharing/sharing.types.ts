import { closed, field, t, type Static } from '@demerit/messaging';

/** The code with which a vehicle is shared at present. Real time. */
export const shareCodeDocument = closed({
  /** The vehicle: a new code takes the place of the older one. */
  _id: t.String(),
  /** The code itself is not kept. */
  codeKey: t.String(),
  ownerKey: t.String(),
  /** The account that shares it. */
  accountId: t.String(),
  expiresAt: field.date,
  version: field.count,
});
export type ShareCodeDocument = Static<typeof shareCodeDocument>;
