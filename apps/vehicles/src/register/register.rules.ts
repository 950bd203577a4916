import {
  namesOf,
  shanghaiTime,
  type EndedBecause,
  type OwnerChanged,
  type VehicleRegistered,
} from '@demerit/contracts';
import type { VehicleDocument } from './vehicles.types';

/** What an entry of the register changes. rules.md §2. */

/** A vehicle as it is stored and as it is to be; null where it is new. */
export interface Change {
  before: VehicleDocument | null;
  after: VehicleDocument;
}

/** Whether two entries say the same; the encrypted phone differs each time, its key does not. */
export function isSameEntry(left: VehicleDocument, right: VehicleDocument): boolean {
  return (
    left.commercial === right.commercial &&
    left.registeredOn === right.registeredOn &&
    left.vinKey === right.vinKey &&
    String(left.formerVinKeys) === String(right.formerVinKeys) &&
    left.engineKey === right.engineKey &&
    left.ownerKey === right.ownerKey &&
    left.ownerProofKey === right.ownerProofKey &&
    left.ownerPhoneKey === right.ownerPhoneKey &&
    left.ownerSince?.getTime() === right.ownerSince?.getTime() &&
    left.deregisteredOn === right.deregisteredOn &&
    left.plateLost === right.plateLost &&
    // What entries of before do not have yet is written once.
    left.vinInUse === right.vinInUse &&
    (left.ownerIdNumber === undefined) === (right.ownerIdNumber === undefined) &&
    (left.vin === undefined) === (right.vin === undefined)
  );
}

/** Why nobody uses the vehicle any longer as before. */
export function endOfUse({ before, after }: Change): EndedBecause | undefined {
  if (before === null || before.plateLost) return undefined;
  if (after.plateLost) return 'plate_lost';
  if (before.ownerKey !== after.ownerKey) return 'new_owner';
  const isGone = before.deregisteredOn === undefined && after.deregisteredOn !== undefined;
  return isGone ? 'deregistered' : undefined;
}

/** Who gained the vehicle or its plate, and who lost it; undefined where that is nobody, and of the first entry of a plate. */
export function ownerChanged({ before, after }: Change, now: Date): OwnerChanged | undefined {
  const isFirst = before === null && after.plateId === undefined;
  if (isFirst) return undefined;
  const former = before?.plateLost ? undefined : before?.ownerKey;
  const owner = after.plateLost ? undefined : after.ownerKey;
  if (former === owner) return undefined;
  return {
    vehicleId: after._id,
    ...(owner !== undefined && { ownerKey: owner }),
    ...(former !== undefined && { formerOwnerKey: former }),
    at: now.toISOString(),
    version: after.version,
  };
}

/** What changed of that which is only compared, or may look the same when it is masked. */
export function changedFields({ before, after }: Change): string[] {
  if (before === null) return [];
  return namesOf({
    vin: before.vinKey !== after.vinKey,
    engineNumber: before.engineKey !== after.engineKey,
    'owner.idNumber': before.ownerKey !== after.ownerKey,
    // Another owner has another one, and of an owner without any the VIN stands for it.
    'owner.licenceNumber':
      before.ownerProofKey !== after.ownerProofKey &&
      before.vinKey === after.vinKey &&
      before.ownerKey === after.ownerKey,
    'owner.phone': before.ownerPhoneKey !== after.ownerPhoneKey,
  });
}

/** Numbers that the register keeps only to compare them, where an entry changes them, masked. */
export interface Compared {
  vinMasked?: string;
  engineNumberMasked?: string;
}

/** What the audit keeps of an entry; of its owner only what is masked. */
export function auditedFacts(
  vehicle: VehicleDocument,
  owner: { phoneMasked: string; idNumberMasked?: string },
  compared: Compared = {},
): object {
  const { plateType, commercial, registeredOn, ownerSince, deregisteredOn, plateLost } = vehicle;
  return {
    plateType,
    commercial,
    registeredOn,
    owner,
    ...(ownerSince && { ownerSince: shanghaiTime(ownerSince) }),
    ...(deregisteredOn !== undefined && { deregisteredOn }),
    ...(plateLost && { plateLost }),
    ...compared,
  };
}

/** What the other services learn of an entry. */
export function registeredFacts(vehicle: VehicleDocument): VehicleRegistered {
  const { _id, plateId, plateType, commercial, registeredOn, ownerKey, version } = vehicle;
  const facts = { plateType, commercial, registeredOn, ownerKey, version };
  return { vehicleId: _id, ...(plateId !== undefined && { plateId }), ...facts };
}
