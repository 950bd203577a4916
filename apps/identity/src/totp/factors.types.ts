import { closed, field, t, type Static } from '@demerit/messaging';

export const SECRET_FIELD = 'secondFactors.secret';

/** The authenticator of an account, and its recovery codes, which follow from `factorId` and the service's key. */
export const factorDocument = closed({
  /** The account. */
  _id: t.String(),
  factorId: t.String(),
  /** Base32, as the authenticator has it. */
  secret: field.encrypted(SECRET_FIELD),
  /** Absent: nobody has shown yet that an authenticator has it, so that it counts for nothing. */
  confirmedAt: t.Optional(field.date),
  /** The step of time of the code used last; no code of it or before counts again. */
  lastStep: field.count,
  /** Numbers of the recovery codes that were not used. */
  recoveryLeft: t.Array(field.count),
  /** Wrong codes of whoever is logged in, since when. */
  wrongTries: field.count,
  wrongSince: field.date,
  version: field.count,
});
export type FactorDocument = Static<typeof factorDocument>;
