import type {
  AccountLookedUp,
  LookUpAccount,
  LookUpVehicleYear,
  VehicleSlots,
} from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { cycleAt, spanOf } from '../account/cycles.rules';
import { EntriesStore } from '../account/entries.store';
import { CurrentTerms } from '../account/terms';
import { unusedVehicle } from '../limits/counts.rules';
import { CyclesStore } from '../limits/cycles.store';
import { vehicleSlots } from '../limits/limits.rules';
import { VehiclesStore } from '../limits/vehicles.store';
import { targetView } from '../review/target.view';
import { TargetsStore } from '../review/targets.store';
import { SanctionsService } from '../sanctions/sanctions.service';
import { StatementService } from './statement.service';
import { entryView } from './statement.view';

/** As many of each list as an officer is shown. */
const ROWS = 100;

/** What the ledger has of a licence or a vehicle, for an officer at a desk. Who asked is written down by the service that owns it. */
@Injectable()
export class LookUpService {
  constructor(
    private readonly statements: StatementService,
    private readonly entries: EntriesStore,
    private readonly targets: TargetsStore,
    private readonly sanctions: SanctionsService,
    private readonly vehicles: VehiclesStore,
    private readonly cycles: CyclesStore,
    private readonly terms: CurrentTerms,
  ) {}

  async account({ licenceId, accountId }: LookUpAccount): Promise<AccountLookedUp> {
    if (accountId === null) return this.unclaimed(licenceId);
    const holder = { accountId };
    const [points, entries, cases, targets] = await Promise.all([
      this.statements.statement(holder),
      this.statements.entriesOf({ caller: holder, page: { limit: ROWS } }),
      this.sanctions.page({ limit: ROWS }, holder),
      this.targets.ofAccount(accountId, ROWS),
    ]);
    return {
      points,
      entries: entries.items,
      sanctionCases: cases.items,
      keyReviewTargets: targets.map(targetView),
    };
  }

  /** The register's day counts, though its news may still be on the way. */
  async vehicleYear({ vehicleId, registeredOn }: LookUpVehicleYear): Promise<VehicleSlots> {
    const { now, policy } = this.terms.get();
    const stored = await this.vehicles.find(vehicleId);
    const vehicle = stored ?? unusedVehicle({ _id: vehicleId, registeredOn });
    const cycle = await this.cycles.findOr(vehicle, cycleAt(registeredOn, now));
    const { licenceIds, limit } = vehicleSlots(cycle, policy);
    return { ...spanOf(cycle), used: licenceIds.length, limit, licenceIds };
  }

  /** Its entries stay with the licence, whose holder they were of. */
  private async unclaimed(licenceId: string): Promise<AccountLookedUp> {
    const entries = await this.entries.page(licenceId, { rows: ROWS });
    return {
      points: null,
      entries: entries.map(entryView),
      sanctionCases: [],
      keyReviewTargets: [],
    };
  }
}
