import { IsDay } from '../fields/days';
import { IsId } from '../fields/ids';
import { IsNullable } from '../fields/optional';
import type { Entry, PointsStatement } from './ledger';
import type { KeyReviewTarget } from './key-reviews';
import type { SanctionCase } from './sanctions';

/** What the ledger has of a licence or a vehicle, for an officer at a desk. */

export class LookUpAccount {
  @IsId() licenceId: string;
  /** Whose it is; null: nobody has claimed it. */
  @IsNullable() @IsId() accountId: string | null;
}
export class LookUpVehicleYear {
  @IsId() vehicleId: string;
  @IsDay() registeredOn: string;
}

/** Of each list the newest 100. */
export interface AccountLookedUp {
  /** Null: nobody has claimed the licence. */
  points: PointsStatement | null;
  entries: Entry[];
  sanctionCases: SanctionCase[];
  keyReviewTargets: KeyReviewTarget[];
}
/** The licences that count for a vehicle in its present year. */
export class VehicleSlots {
  /** When the year began. */
  startsAt: string;
  /** When it ends. */
  endsAt: string;
  /** How many count. */
  used: number;
  /** How many may. */
  limit: number;
  /** Those that count, in the order of their first use. */
  licenceIds: string[];
}
