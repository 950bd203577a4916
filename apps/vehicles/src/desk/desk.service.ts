import {
  refuse,
  type Caller,
  type DeskOwner,
  type DeskVehicle,
  type OpenVehicle,
  type Requests,
  type SearchVehicle,
  type TimeOfPlate,
  type VehicleOpened,
} from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { AuditStore, LookupKeys } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { bindingView } from '../bindings/binding.view';
import { BindingsStore } from '../bindings/bindings.store';
import { plateIdOf, timesOf } from '../register/owners.rules';
import { OwnersStore } from '../register/owners.store';
import { VehiclesStore } from '../register/vehicles.store';
import type { VehicleDocument } from '../register/vehicles.types';
import { PartiesOfBindings } from '../review/parties';
import { ownerView } from './owner.view';

/** As many as an officer is shown. */
const ROWS = 100;
const TIMES = 200;

/** A vehicle as an officer finds it: each look-up is written down before it is answered. */
@Injectable()
export class DeskService {
  constructor(
    private readonly vehicles: VehiclesStore,
    private readonly owners: OwnersStore,
    private readonly bindings: BindingsStore,
    private readonly parties: PartiesOfBindings,
    private readonly audit: AuditStore,
    private readonly lookup: LookupKeys,
    private readonly client: MessagingClient<Requests>,
  ) {}

  /** The one that has the plate. */
  async search({ caller, by: { plateType, plateNumber } }: SearchVehicle): Promise<DeskVehicle> {
    const plateId = this.lookup.vehicleId(plateType, plateNumber);
    return this.shown(await this.found(caller, await this.vehicles.ofPlate(plateId)));
  }

  async open({ caller, vehicleId }: OpenVehicle): Promise<VehicleOpened> {
    const found = await this.found(caller, await this.vehicles.find(vehicleId));
    const bindings = await this.bindings.newestOfVehicle(vehicleId, ROWS);
    const [vehicle, partiesOf, times] = await Promise.all([
      this.shown(found),
      this.parties.of(bindings),
      this.timesOf(found),
    ]);
    return {
      vehicle,
      bindings: bindings.map((binding) => ({
        ...bindingView(binding),
        accountId: binding.accountId,
        applicant: partiesOf(binding).applicant,
      })),
      times,
    };
  }

  private async timesOf(vehicle: VehicleDocument): Promise<TimeOfPlate[]> {
    const former = await this.owners.ofVehicle(plateIdOf(vehicle), vehicle._id);
    const newestFirst = timesOf([vehicle], former).toSorted(
      (one, other) => other.from.getTime() - one.from.getTime(),
    );
    return newestFirst.slice(0, TIMES).map(({ plateId, vehicleId, from, until }) => ({
      plateId,
      vehicleId,
      from: from.toISOString(),
      ...(until && { until: until.toISOString() }),
    }));
  }

  private async found(
    { accountId: actor }: Caller,
    vehicle: VehicleDocument | null,
  ): Promise<VehicleDocument> {
    if (!vehicle) throw refuse('VEHICLE_NOT_FOUND');
    await this.audit.add({ actor, act: 'vehicle.look-up', subject: vehicle._id });
    return vehicle;
  }

  private async shown(vehicle: VehicleDocument): Promise<DeskVehicle> {
    const { _id: vehicleId, plateNumber, plateType, commercial, registeredOn } = vehicle;
    const [owner, { vehicle: standing }] = await Promise.all([
      this.ownerOf(vehicle),
      this.client.ask('points.standing', { vehicleId }),
    ]);
    return {
      vehicleId,
      plateNumber,
      plateType,
      ...this.vehicles.numbersOf(vehicle),
      commercial,
      registeredOn,
      owner,
      handling: standing?.status === 'suspended' ? 'suspended' : 'open',
    };
  }

  private async ownerOf(vehicle: VehicleDocument): Promise<DeskOwner> {
    const { ownerKey } = vehicle;
    const question = { accountIds: [], personKeys: [ownerKey] };
    const { byPerson } = await this.client.ask('person.identities', question);
    const name = byPerson[ownerKey]?.name ?? null;
    const number = this.vehicles.ownerIdNumber(vehicle);
    return ownerView({ number, name, phone: this.vehicles.ownerPhone(vehicle) });
  }
}
