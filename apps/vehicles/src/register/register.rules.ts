import type { VehicleRegistered } from '@demerit/contracts';
import type { VehicleDocument } from './vehicles.types';

/** What an entry of the register changes. rules.md §2. */

type Entry = Omit<VehicleDocument, 'version'>;

/** Whether two entries say the same; the encrypted phone differs each time, its key does not. */
export function isSameEntry(left: Entry, right: Entry): boolean {
  return (
    left.commercial === right.commercial &&
    left.registeredOn === right.registeredOn &&
    left.vinKey === right.vinKey &&
    left.engineKey === right.engineKey &&
    left.ownerPersonKey === right.ownerPersonKey &&
    left.ownerKey === right.ownerKey &&
    left.ownerPhoneKey === right.ownerPhoneKey
  );
}

/** Ids of those that belong to another person than before. */
export function handedOver(
  vehicles: readonly Entry[],
  before: readonly (Entry | null)[],
): string[] {
  const owners = new Map(before.map((vehicle) => [vehicle?._id, vehicle?.ownerPersonKey]));
  return vehicles
    .filter(({ _id, ownerPersonKey }) => (owners.get(_id) ?? ownerPersonKey) !== ownerPersonKey)
    .map(({ _id }) => _id);
}

/** What the other services learn of an entry. */
export function registeredFacts(vehicle: VehicleDocument): VehicleRegistered {
  const { _id, plateType, commercial, registeredOn, ownerPersonKey, version } = vehicle;
  return { vehicleId: _id, plateType, commercial, registeredOn, ownerPersonKey, version };
}
