import { DeskLicence } from '../identity/desk';
import type { VehicleSlots } from '../ledger/desk';
import type { EducationOrder } from '../ledger/education';
import type { Entry, PointsStatement } from '../ledger/ledger';
import type { KeyReviewTarget } from '../ledger/key-reviews';
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
  /** Of the licence, the newest 100. */
  entries: Entry[];
  /** Of its holder. */
  handlings: Handling[];
  /** Of its holder. */
  orders: Order[];
  /** While full score stands: what lifts it. */
  education: EducationOrder | null;
  /** That concern its holder, also before they have notice. */
  sanctionCases: SanctionCase[];
  /** Listings of its holder, open or not. */
  keyReviewTargets: KeyReviewTarget[];
  /** Of its holder. */
  bindings: Binding[];
}

/** A binding with who uses the car. */
export class DeskBinding extends Binding {
  /** Who uses the car. */
  accountId: string;
  /** As their papers say. */
  applicant: Party;
}

export class VehicleCase extends DeskVehicle {
  /** Whoever owned it when they happened. */
  violations: Violation[];
  /** Whatever became of them. */
  bindings: DeskBinding[];
  /** Of its present year. */
  slots: VehicleSlots;
}
