import { HOLD_KINDS, LICENCE_CLASSES } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

export const NUMBER_FIELD = 'licences.licenceNumber';
export const ID_FIELD = 'licences.idNumber';

/** A licence of the register. Days are Shanghai days; `validUntil` is the last valid one, null: it is for life. */
export const licenceDocument = closed({
  /** LookupKeys.licenceId: follows from the number. */
  _id: t.String(),
  /** In China it is the ID number. */
  licenceNumber: field.encrypted(NUMBER_FIELD),
  /** A keyed hash: the file number is only compared. */
  fileNumberKey: t.String(),
  personKey: t.String(),
  /** Whose it is, for the audit of a correction; absent: entered before it was kept. */
  idNumber: t.Optional(field.encrypted(ID_FIELD)),
  class: field.oneOf(LICENCE_CLASSES),
  firstIssuedOn: field.day,
  validUntil: field.orNull(field.day),
  /** Placed by the ledger. `expired` is not among them: it follows from the day. */
  holds: t.Array(closed({ kind: field.oneOf(HOLD_KINDS), until: t.Optional(field.instant) })),
  /** Of the newest set of holds that came; absent: none did. */
  holdsVersion: t.Optional(field.count),
  /** The same as `validUntil`, until it was announced that this day is over. */
  untoldExpiryOn: t.Optional(field.day),
  /** Who claimed it. */
  accountId: t.Optional(t.String()),
  version: field.count,
});
export type LicenceDocument = Static<typeof licenceDocument>;

/** What makes a claim match, each as a keyed hash. */
export type LicenceKeys = Pick<LicenceDocument, 'personKey' | 'fileNumberKey'>;

/** What of a registered licence others may know. */
export type LicenceFacts = Pick<
  LicenceDocument,
  'class' | 'firstIssuedOn' | 'validUntil' | 'holds' | 'holdsVersion' | 'untoldExpiryOn'
>;
