import type { GetStanding, Standing, Standings } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { LicencesStore } from '../account/licences.store';
import type { StandingState } from '../account/account.types';
import { CurrentTerms } from '../account/terms';
import { VehiclesStore } from '../limits/vehicles.store';
import { holdsOf, standingOf } from './standing.rules';

/** What other services may ask of a licence or a vehicle. */
@Injectable()
export class StandingsService {
  constructor(
    private readonly licences: LicencesStore,
    private readonly vehicles: VehiclesStore,
    private readonly terms: CurrentTerms,
  ) {}

  async of({ licenceId, vehicleId }: GetStanding): Promise<Standings> {
    const licence = licenceId && (await this.licences.find(licenceId));
    const vehicle = vehicleId && (await this.vehicles.find(vehicleId));
    return {
      ...(licenceId && { licence: orUnlisted(licence) }),
      ...(licence && { holds: holdsOf(licence, this.terms.get().now) }),
      ...(vehicleId && { vehicle: orUnlisted(vehicle) }),
    };
  }
}

function orUnlisted(subject: { standing: StandingState } | '' | null | undefined): Standing {
  return standingOf(subject ? subject.standing : { status: 'active', version: 0 });
}
