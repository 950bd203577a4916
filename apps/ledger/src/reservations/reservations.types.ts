import type { RefusalBody } from '@demerit/contracts';
import type { RecordedBecause, Slots } from '../account/account.types';

export type ReservationStatus = 'reserved' | 'refused' | 'recorded' | 'released' | 'revoked';

/** A handling as the ledger knows it, with the answer that was given. */
export interface ReservationDocument {
  /** The handling. */
  _id: string;
  state: ReservationStatus;
  accountId: string;
  licenceId: string;
  vehicleId: string;
  ownVehicle: boolean;
  points: number;
  violationOccurredAt: string;
  decidedAt: string;
  /** Absent: occupies no slot. */
  slots?: Slots;
  /** The `reserve` entry. */
  reserveEntryId?: string;
  recordEntryId?: string;
  because?: RecordedBecause;
  /** When the payment was heard of points that were recorded unpaid. */
  paidAt?: string;
  refusal?: RefusalBody;
  /** Reserved, and what violations made of it is not heard yet. */
  undecided: boolean;
  /** Revoked because violations was asked, before `decision.revoked` came. */
  revokedUnheard?: true;
  version: number;
}
