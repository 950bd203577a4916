import type { LedgerExplained } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { EntriesStore } from '../account/entries.store';
import { LicencesStore } from '../account/licences.store';
import { PeopleStore } from '../account/people.store';
import { personOf } from '../review/standing.rules';
import { CurrentTerms } from '../account/terms';
import { CyclesStore } from '../limits/cycles.store';
import { VehiclesStore } from '../limits/vehicles.store';
import { ReservationsStore } from '../reservations/reservations.store';
import { AttemptsStore } from '../review/attempts.store';
import { ledgerExplained } from './explained.view';

/** What the ledger has of a handling, for an operator. */
@Injectable()
export class ExplainService {
  constructor(
    private readonly reservations: ReservationsStore,
    private readonly attempts: AttemptsStore,
    private readonly entries: EntriesStore,
    private readonly licences: LicencesStore,
    private readonly people: PeopleStore,
    private readonly vehicles: VehiclesStore,
    private readonly cycles: CyclesStore,
    private readonly terms: CurrentTerms,
  ) {}

  async explain(handlingId: string): Promise<LedgerExplained> {
    const reservation = await this.reservations.find(handlingId);
    const { accountId, licenceId, vehicleId, slots } = reservation ?? {};
    const licence = licenceId === undefined ? null : await this.licences.find(licenceId);
    const vehicle = vehicleId === undefined ? null : await this.vehicles.find(vehicleId);
    const kept = {
      reservation,
      attempt: await this.attempts.find(handlingId),
      entries: await this.entries.ofCause(handlingId),
      person:
        accountId === undefined
          ? null
          : personOf(accountId, await this.people.find(accountId), licence),
      licence,
      vehicle,
      licenceCycle: licence && slots ? await this.cycles.find(licence, slots.licenceCycle) : null,
      vehicleCycle: vehicle && slots ? await this.cycles.find(vehicle, slots.vehicleCycle) : null,
    };
    return ledgerExplained(kept, this.terms.get());
  }
}
