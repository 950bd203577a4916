import type {
  AccessibleTime,
  FindVehicles,
  GetAccessibleVehicles,
  GetHolders,
  GetOwners,
  GetVehicleAccess,
  VehicleHolders,
  OwnerThen,
  PlateAt,
  VehicleAccess,
  VehicleFacts,
  VehicleThen,
} from '@demerit/contracts';
import { DomainClock, LookupKeys } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import {
  accessBy,
  hasEndedAfter,
  isBindableByOthers,
  waitingFor,
} from '../bindings/bindings.rules';
import { BindingsStore } from '../bindings/bindings.store';
import { PeopleStore } from '../people/people.store';
import {
  isPast,
  isWithin,
  ownersSince,
  plateIdOf,
  presentTime,
  timeAt,
  timesOf,
  type OwnerTime,
} from './owners.rules';
import { OwnersStore } from './owners.store';
import { VehiclesStore } from './vehicles.store';
import type { VehicleDocument } from './vehicles.types';

type UsersOf = (
  vehicleId: string,
  ownerKeys: readonly string[],
  since: string | undefined,
) => Omit<VehicleThen, 'vehicleId' | 'ownerKey' | 'registeredOn'>;

/** Who owned which vehicle when, and who may see what of it. rules.md §2. */
@Injectable()
export class OwnersService {
  constructor(
    private readonly vehicles: VehiclesStore,
    private readonly owners: OwnersStore,
    private readonly bindings: BindingsStore,
    private readonly people: PeopleStore,
    private readonly clock: DomainClock,
    private readonly lookup: LookupKeys,
  ) {}

  /** How somebody stands to what happened with a plate at an instant. */
  async access({ accountId, plateId, at }: GetVehicleAccess): Promise<VehicleAccess> {
    // All at one moment, so in one query; most plates had one vehicle, which has the plate's id.
    const [then, personKey, ofPlate] = await Promise.all([
      this.ownerAt(plateId, new Date(at)),
      this.people.personKeyOf(accountId),
      this.bindings.ofPair(accountId, plateId),
    ]);
    if (!then) return { vehicle: null, relation: 'none' };
    const { vehicle, ownerKey } = then;
    const facts = factsOf(vehicle, ownerKey);
    const past = isPast(vehicle, ownerKey) && { past: true as const };
    if (personKey === ownerKey) return { vehicle: facts, relation: 'owner', ...past };
    const actsForOwner = await this.isDelegate(accountId, then);
    const isFirst = vehicle._id === plateId;
    const bindings = isFirst ? ofPlate : await this.bindings.ofPair(accountId, vehicle._id);
    const relation = accessBy(bindings, { ownerKey, actsForOwner, at: new Date(at) });
    const waiting = waitingFor(bindings, { ownerKey, now: this.clock.now() });
    return { vehicle: facts, ...relation, ...(waiting && { waiting }), ...past };
  }

  /** An owner's own times, and of each vehicle that is bound those of the owner who lets it be used. */
  async accessible({ accountId }: GetAccessibleVehicles): Promise<{ times: AccessibleTime[] }> {
    const { keys } = await this.people.ownerKeysOf(accountId);
    const bound = (await this.bindings.activeOfAccount(accountId)).map((binding) => ({
      ownerKey: binding.ownerKey,
      vehicleId: binding.vehicleId,
    }));
    const [owned, used] = await Promise.all([
      keys.length === 0 ? [] : this.vehicles.ofOwners(keys),
      this.vehicles.findAll(bound.map(({ vehicleId }) => vehicleId)),
    ]);
    const former = await this.owners.of(keys, bound);
    const isTheirs = ({ ownerKey, vehicleId }: OwnerTime): boolean =>
      keys.includes(ownerKey) ||
      bound.some((one) => one.vehicleId === vehicleId && one.ownerKey === ownerKey);
    const vehicles = new Map([...owned, ...used].map((vehicle) => [vehicle._id, vehicle]));
    const times = timesOf([...vehicles.values()], former).filter(isTheirs);
    return {
      times: times.map(({ plateId, vehicleId, ownerKey, from, until }) => ({
        plateId,
        vehicleId,
        from: from.toISOString(),
        ...(until && { until: until.toISOString() }),
        ...(keys.includes(ownerKey) && { own: true }),
      })),
    };
  }

  async ownersAt({ plates }: GetOwners): Promise<{ owners: (OwnerThen | null)[] }> {
    const then = await this.thenOf(plates);
    const owners = then.map((one) => {
      if (!one) return null;
      const { registeredOn: _, ...owner } = one;
      return owner;
    });
    return { owners };
  }

  /** Whose each is now, and who uses it; with an instant, also who has owned or used it since. */
  async holders({
    vehicleIds,
    since,
  }: GetHolders): Promise<{ vehicles: (VehicleHolders | null)[] }> {
    const [found, usersOf] = await Promise.all([
      this.vehicles.findAll(vehicleIds),
      this.usersOf(vehicleIds),
    ]);
    const former = since === undefined ? [] : await this.owners.ofPlates(found.map(plateIdOf));
    const byId = new Map(found.map((vehicle) => [vehicle._id, vehicle]));
    const vehicles = vehicleIds.map((vehicleId) => {
      const vehicle = byId.get(vehicleId);
      if (vehicle === undefined) return null;
      const { ownerKey } = vehicle;
      if (since === undefined) return { ownerKey, ...usersOf(vehicleId, [ownerKey], since) };
      const formerOwnerKeys = ownersSince(vehicleId, former, new Date(since));
      const users = usersOf(vehicleId, [ownerKey, ...formerOwnerKeys], since);
      return { ownerKey, formerOwnerKeys, ...users };
    });
    return { vehicles };
  }

  /** The same for plates as people write them. */
  async vehiclesAt({ plates }: FindVehicles): Promise<{ vehicles: (VehicleThen | null)[] }> {
    const asked = plates.map(({ plateType, plateNumber, at }) => {
      return { plateId: this.lookup.vehicleId(plateType, plateNumber), at };
    });
    return { vehicles: await this.thenOf(asked) };
  }

  private async thenOf(plates: readonly PlateAt[]): Promise<(VehicleThen | null)[]> {
    const plateIds = [...new Set(plates.map(({ plateId }) => plateId))];
    const vehicles = await this.vehicles.ofPlates(plateIds);
    const registered = new Map(vehicles.map(({ _id, registeredOn }) => [_id, registeredOn]));
    const times = timesOf(vehicles, await this.owners.ofPlates(plateIds));
    const byPlate = Map.groupBy(times, ({ plateId }) => plateId);
    const found = plates.map(({ plateId, at }) => timeAt(byPlate.get(plateId) ?? [], new Date(at)));
    const usersOf = await this.usersOf(found.flatMap((then) => then?.vehicleId ?? []));
    return found.map((then, index) => {
      const registeredOn = then && registered.get(then.vehicleId);
      if (!then || registeredOn === undefined) return null;
      const { vehicleId, ownerKey } = then;
      const users = usersOf(vehicleId, [ownerKey], plates[index]?.at);
      return { vehicleId, ownerKey, ...users, registeredOn };
    });
  }

  /** Whom each owner lets use which of the vehicles, by an active binding, and whom they let until after an instant. */
  private async usersOf(vehicleIds: readonly string[]): Promise<UsersOf> {
    const distinct = [...new Set(vehicleIds)];
    const [users, former] = await Promise.all([
      this.bindings.usersOf(distinct),
      this.bindings.formerUsersOf(distinct),
    ]);
    const byVehicle = Map.groupBy(users, (user) => user.vehicleId);
    const formerOf = Map.groupBy(former, (user) => user.vehicleId);
    return (vehicleId, ownerKeys, since) => {
      const isTheirs = (user: { ownerKey: string }): boolean => ownerKeys.includes(user.ownerKey);
      const theirs = (byVehicle.get(vehicleId) ?? []).filter(isTheirs);
      const userAccountIds = theirs.map(({ accountId }) => accountId);
      if (since === undefined) return { userAccountIds };
      const ended = (formerOf.get(vehicleId) ?? []).filter(
        (use) => isTheirs(use) && hasEndedAfter(use, new Date(since)),
      );
      const formerUserAccountIds = [...new Set(ended.map(({ accountId }) => accountId))];
      return { userAccountIds, since, formerUserAccountIds };
    };
  }

  /** Most cars are a person's, of which nobody asks identity. Of an owner of before it is not kept what they were. */
  private async isDelegate(
    accountId: string,
    { vehicle, ownerKey }: { vehicle: VehicleDocument; ownerKey: string },
  ): Promise<boolean> {
    const isPresent = vehicle.ownerKey === ownerKey;
    if (isPresent && !this.vehicles.mayBeOrganisations(vehicle)) return false;
    return this.people.actsAs(ownerKey, accountId);
  }

  /** Most ask for the present owner's time, which stands in the vehicle, and most plates had one vehicle. */
  private async ownerAt(
    plateId: string,
    at: Date,
  ): Promise<{ vehicle: VehicleDocument; ownerKey: string } | undefined> {
    const first = await this.vehicles.find(plateId);
    if (first && isPresentAt(first, at)) return { vehicle: first, ownerKey: first.ownerKey };
    const vehicles = await this.vehicles.ofPlates([plateId]);
    const holder = vehicles.find((one) => isPresentAt(one, at));
    if (holder) return { vehicle: holder, ownerKey: holder.ownerKey };
    const then = timeAt(await this.owners.ofPlates([plateId]), at);
    const vehicle = vehicles.find(({ _id }) => _id === then?.vehicleId);
    return then && vehicle && { vehicle, ownerKey: then.ownerKey };
  }
}

/** Whether its present owner had it, and it its plate, at the time. */
function isPresentAt(vehicle: VehicleDocument, at: Date): boolean {
  return !vehicle.plateLost && isWithin(presentTime(vehicle), at);
}

function factsOf(vehicle: VehicleDocument, ownerKey: string): VehicleFacts {
  const { _id, plateNumber, plateType, commercial, registeredOn } = vehicle;
  const bindable = isBindableByOthers(vehicle);
  const facts = { plateNumber, plateType, commercial, bindable, registeredOn, ownerKey };
  return { vehicleId: _id, ...facts };
}
