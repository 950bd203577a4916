import { DeskLicence } from '../identity/desk';
import type { VehicleSlots } from '../ledger/desk';
import type { EducationOrder } from '../ledger/education';
import type { Entry, KeyReviewTarget, PointsStatement } from '../ledger/ledger';
import type { SanctionCase } from '../ledger/sanctions';
import type { Order } from '../payments/payments';
import { DeskVehicle } from '../vehicles/desk';
import { Binding, type Party } from '../vehicles/vehicles';
import type { Handling } from '../violations/handlings';
import type { Violation } from '../violations/violations';

/** What an officer sees at a desk of a licence or a vehicle, joined by the gateway from every service. Of each list the newest 100. */

export class LicenceCase extends DeskLicence {
  /** Null: nobody has claimed the licence. */
  points: PointsStatement | null;
  entries: Entry[];
  handlings: Handling[];
  orders: Order[];
  /** While full score stands: what lifts it. */
  education: EducationOrder | null;
  sanctionCases: SanctionCase[];
  keyReviewTargets: KeyReviewTarget[];
  bindings: Binding[];
}

/** A binding with who uses the car. */
export class DeskBinding extends Binding {
  accountId: string;
  applicant: Party;
}

export class VehicleCase extends DeskVehicle {
  violations: Violation[];
  bindings: DeskBinding[];
  slots: VehicleSlots;
}
