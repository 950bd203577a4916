import type { RefusalBody } from '../refusals/refusals';
import type { Entry, PointsRecorded, Standing } from './ledger';

/** What the ledger has of a handling, for the operator's `demerit explain`: no personal data but ids. */

export const RESERVATION_STATUSES = [
  'reserved',
  'refused',
  'recorded',
  'released',
  'revoked',
] as const;
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number];

interface ReservationExplained {
  state: ReservationStatus;
  points: number;
  refusal?: RefusalBody;
}
/** An attempt beyond a limit, with whom it put on the key review list. */
interface AttemptExplained {
  exceeded: ('licence' | 'vehicle')[];
  targetIds: string[];
}
interface EntryExplained extends Entry {
  because?: PointsRecorded['because'];
}
/** As it is now. */
interface LicenceExplained {
  recorded: number;
  pending: number;
  fullScore: number;
}
/** One side's limit in the cycle of the decision, as it is now. */
export interface LimitExplained {
  startsOn: string;
  endsBefore: string;
  /** Those that count under the policy. */
  counted: number;
  /** Own vehicles that do not count under the policy. */
  uncounted: number;
  /** Extra slots included. */
  limit: number;
}
export interface LedgerExplained {
  /** Null: the ledger was never asked. */
  reservation: ReservationExplained | null;
  attempt: AttemptExplained | null;
  /** In the order in which they were written. */
  entries: EntryExplained[];
  person: { standing: Standing } | null;
  licence: LicenceExplained | null;
  vehicle: { standing: Standing } | null;
  /** Null where the handling occupies no slot. */
  licenceCycle: LimitExplained | null;
  vehicleCycle: LimitExplained | null;
}
