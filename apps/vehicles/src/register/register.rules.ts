import { refuse, type Refusal, type RejectedRow, type VehicleRegistered } from '@demerit/contracts';
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
    left.ownerPhoneKey === right.ownerPhoneKey &&
    left.deregisteredOn === right.deregisteredOn &&
    // What entries of before do not have yet is written once.
    left.vinInUse === right.vinInUse &&
    (left.ownerIdNumber === undefined) === (right.ownerIdNumber === undefined)
  );
}

/** A VIN stands for one car: another plate may have it only when the first has it no longer. `same`: whatever stands or stood under this VIN. */
export function checkVinFree(entry: VinHolder, same: readonly VinHolder[]): Refusal | undefined {
  if (entry.deregisteredOn !== undefined) return undefined;
  const isTaken = same.some(
    ({ _id, vinKey, deregisteredOn }) =>
      _id !== entry._id && vinKey === entry.vinKey && deregisteredOn === undefined,
  );
  return isTaken ? refuse('VIN_TAKEN') : undefined;
}

type VinHolder = Pick<Entry, '_id' | 'vinKey' | 'deregisteredOn'>;

/** A row of an import, as it would be kept. */
export interface Row {
  row: number;
  entry: Entry;
}

/**
 * The rows of an import in their order, without those whose VIN stands for another car by then. Of two rows of one plate the later one holds.
 * `stored`: whatever stands under their plates or VINs.
 */
export function withFreeVins(
  rows: readonly Row[],
  stored: readonly Entry[],
): { entries: Entry[]; rejected: RejectedRow[] } {
  const byId = new Map(stored.map((vehicle) => [vehicle._id, vehicle]));
  const entries = new Map<string, Entry>();
  const rejected: RejectedRow[] = [];
  // By VIN, since a batch has hundreds of rows.
  const idsOf = new Map<string, Set<string>>();
  const put = (entry: Entry): void => {
    const ids = idsOf.get(entry.vinKey) ?? new Set();
    idsOf.set(entry.vinKey, ids.add(entry._id));
    byId.set(entry._id, entry);
  };
  stored.forEach(put);
  for (const { row, entry } of rows) {
    const same = [...(idsOf.get(entry.vinKey) ?? [])].flatMap((id) => byId.get(id) ?? []);
    const refusal = checkVinFree(entry, same);
    if (refusal) rejected.push({ row, code: refusal.code, field: 'vin' });
    else {
      put(entry);
      entries.set(entry._id, entry);
    }
  }
  return { entries: [...entries.values()], rejected };
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

/** What the audit keeps of an entry; of its owner only what is masked. */
export function auditedFacts(
  vehicle: Entry,
  owner: { phoneMasked: string; idNumberMasked?: string },
): object {
  const { plateType, commercial, registeredOn, deregisteredOn } = vehicle;
  return {
    ...{ plateType, commercial, registeredOn, owner },
    ...(deregisteredOn !== undefined && { deregisteredOn }),
  };
}

/** What the other services learn of an entry. */
export function registeredFacts(vehicle: VehicleDocument): VehicleRegistered {
  const { _id, plateType, commercial, registeredOn, ownerPersonKey, version } = vehicle;
  return { vehicleId: _id, plateType, commercial, registeredOn, ownerPersonKey, version };
}
