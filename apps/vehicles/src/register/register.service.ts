import {
  accepted,
  type AccessibleVehicle,
  type Events,
  type GetAccessibleVehicles,
  type GetOwners,
  type GetPlates,
  type GetVehicleAccess,
  type RegisterVehicle,
  type VehicleAccess,
  type VehicleFacts,
} from '@demerit/contracts';
import { Idempotency, Outbox } from '@demerit/messaging';
import { AuditStore, DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { accessBy, isBindableByOthers } from '../bindings/bindings.rules';
import { BindingsStore } from '../bindings/bindings.store';
import { EndingService } from '../bindings/ending.service';
import { PeopleStore } from '../people/people.store';
import { checkEntry } from './entries.rules';
import { checkVinFree, handedOver, isSameEntry, registeredFacts } from './register.rules';
import { VehiclesStore } from './vehicles.store';
import type { VehicleDocument } from './vehicles.types';

/** The vehicle register, and who stands how to a vehicle. rules.md §2. */
@Injectable()
export class RegisterService {
  constructor(
    private readonly vehicles: VehiclesStore,
    private readonly bindings: BindingsStore,
    private readonly people: PeopleStore,
    private readonly ending: EndingService,
    private readonly audit: AuditStore,
    private readonly clock: DomainClock,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
  ) {}

  /** The same entry again changes nothing. */
  async register({ caller, idempotency, body }: RegisterVehicle): Promise<{ vehicleId: string }> {
    return this.idempotency.run(idempotency, async (session) => {
      accepted(checkEntry(body, this.clock.now()));
      const entry = this.vehicles.entryOf(body);
      const before = await this.vehicles.find(entry._id, session);
      if (before && isSameEntry(before, entry)) return { vehicleId: entry._id };
      accepted(checkVinFree(entry, await this.vehicles.ofVins([entry.vinKey], session)));
      const version = before?.version ?? 0;
      const vehicle = await this.vehicles.save({ ...entry, version }, session);
      await this.ending.endAll(handedOver([vehicle], [before]), this.clock.now(), session);
      await this.outbox.add(session, {
        type: vehicle.version === 1 ? 'vehicle.registered' : 'vehicle.changed',
        key: vehicle._id,
        seq: vehicle.version,
        payload: registeredFacts(vehicle),
      });
      const actor = caller.accountId;
      await this.audit.add(this.vehicles.registration(actor, before, vehicle), session);
      return { vehicleId: entry._id };
    });
  }

  async access({ accountId, vehicleId, at }: GetVehicleAccess): Promise<VehicleAccess> {
    const vehicle = await this.vehicles.find(vehicleId);
    if (!vehicle) return { vehicle: null, relation: 'none' };
    const facts = factsOf(vehicle);
    const personKey = await this.people.personKeyOf(accountId);
    if (personKey === vehicle.ownerPersonKey) return { vehicle: facts, relation: 'owner' };
    return { vehicle: facts, ...accessBy(await this.bindings.ofPair(accountId, vehicleId), at) };
  }

  async accessible({
    accountId,
  }: GetAccessibleVehicles): Promise<{ vehicles: AccessibleVehicle[] }> {
    const personKey = await this.people.personKeyOf(accountId);
    const owned = personKey === undefined ? [] : await this.vehicles.ofOwner(personKey);
    const bound = await this.bindings.activeOfAccount(accountId);
    const ownedIds = new Set(owned.map((vehicle) => vehicle._id));
    return {
      vehicles: [
        ...owned.map(({ _id, plateNumber }) => ({
          vehicleId: _id,
          plateNumber,
          relation: 'owner' as const,
        })),
        ...bound
          .filter(({ vehicleId }) => !ownedIds.has(vehicleId))
          .map(({ vehicleId, plateNumber }) => ({
            vehicleId,
            plateNumber,
            relation: 'bound' as const,
          })),
      ],
    };
  }

  async plates({ vehicleIds }: GetPlates): Promise<{ plates: Record<string, string> }> {
    const vehicles = await this.vehicles.findAll(vehicleIds);
    return {
      plates: Object.fromEntries(vehicles.map(({ _id, plateNumber }) => [_id, plateNumber])),
    };
  }

  async owners({ vehicleIds }: GetOwners): Promise<{ owners: Record<string, string> }> {
    const vehicles = await this.vehicles.findAll(vehicleIds);
    return {
      owners: Object.fromEntries(vehicles.map((vehicle) => [vehicle._id, vehicle.ownerPersonKey])),
    };
  }
}

function factsOf(vehicle: VehicleDocument): VehicleFacts {
  const { _id, plateNumber, plateType, commercial, registeredOn, ownerPersonKey } = vehicle;
  const bindable = isBindableByOthers(vehicle);
  const facts = { plateNumber, plateType, commercial, bindable, registeredOn, ownerPersonKey };
  return { vehicleId: _id, ...facts };
}
