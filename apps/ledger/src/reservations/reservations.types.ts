import { RESERVATION_STATUSES, type RefusalBody } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';
import { RECORDED_BECAUSE, slots } from '../account/account.types';

/** A handling as the ledger has it, with the answer that was given. */
export const reservationDocument = closed({
  /** The handling. */
  _id: t.String(),
  state: field.oneOf(RESERVATION_STATUSES),
  accountId: t.String(),
  licenceId: t.String(),
  vehicleId: t.String(),
  ownVehicle: t.Boolean(),
  points: field.count,
  violationOccurredAt: field.instant,
  decidedAt: field.instant,
  /** Absent: occupies no slot. */
  slots: t.Optional(slots),
  /** The `reserve` entry. */
  reserveEntryId: t.Optional(t.String()),
  recordEntryId: t.Optional(t.String()),
  because: t.Optional(field.oneOf(RECORDED_BECAUSE)),
  /** When points were paid that were recorded unpaid; where an end of a cycle had carried them all the same, when that was mended. */
  paidAt: t.Optional(field.instant),
  refusal: t.Optional(
    field.shaped<RefusalBody>(t.Object({ code: t.String() }, { additionalProperties: true })),
  ),
  /** Reserved, and violations has not said yet what became of the handling. */
  undecided: t.Boolean(),
  /** Revoked because violations was asked, before `decision.revoked` came. */
  revokedUnheard: t.Optional(t.Literal(true)),
  /** Real clock, as the next two: only the job that looks for forgotten reservations reads them. */
  createdAt: field.date,
  /** How often violations was asked what became of it, and when it is asked again. */
  asks: t.Optional(field.count),
  askAgainAt: t.Optional(field.date),
  version: field.count,
});
export type StoredReservation = Static<typeof reservationDocument>;

/** As rules have it: the store adds when it came. */
export type ReservationDocument = Omit<StoredReservation, 'createdAt' | 'asks' | 'askAgainAt'>;
