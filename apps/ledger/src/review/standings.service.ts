import type { GetStanding, Standing, Standings } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { LicencesStore } from '../account/licences.store';
import { PeopleStore } from '../account/people.store';
import { CurrentTerms } from '../account/terms';
import { VehiclesStore } from '../limits/vehicles.store';
import { holdsOf, personOf, standingOf } from './standing.rules';

/** What other services may ask of a person, a licence or a vehicle. */
@Injectable()
export class StandingsService {
  constructor(
    private readonly licences: LicencesStore,
    private readonly people: PeopleStore,
    private readonly vehicles: VehiclesStore,
    private readonly terms: CurrentTerms,
  ) {}

  async of({ accountId, licenceId, vehicleId }: GetStanding): Promise<Standings> {
    const licence = licenceId && (await this.licences.find(licenceId));
    return {
      ...(accountId && { person: await this.ofPerson(accountId) }),
      ...(licence && { holds: holdsOf(licence, this.terms.get().now) }),
      ...(vehicleId && { vehicle: await this.ofVehicle(vehicleId) }),
    };
  }

  private async ofPerson(accountId: string): Promise<Standing> {
    return standingOf(personOf(accountId, await this.people.find(accountId), null).standing);
  }

  private async ofVehicle(vehicleId: string): Promise<Standing> {
    const vehicle = await this.vehicles.find(vehicleId);
    return standingOf(vehicle?.standing ?? { status: 'active', version: 0 });
  }
}
