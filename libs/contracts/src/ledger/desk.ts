import { IsDay } from '../fields/days';
import { IsId } from '../fields/ids';
import { IsNullable } from '../fields/optional';
import type { Entry, KeyReviewTarget, PointsStatement } from './ledger';
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
  startsAt: string;
  endsAt: string;
  used: number;
  limit: number;
  licenceIds: string[];
}
