import type { VehicleDocument } from '../register/vehicles.types';
import type { ShareCodeDocument } from './sharing.types';

/** Sharing one's car by a code instead of telling its details and consenting. rules.md §2. */

const CODE_LIFE_MS = 10 * 60_000;

type Shared = Pick<VehicleDocument, '_id' | 'ownerKey' | 'deregisteredOn' | 'plateLost'>;

/** Who made a code for a vehicle of theirs, and by what it is found. */
type Sharer = Pick<ShareCodeDocument, 'accountId' | 'codeKey'>;

/** A code for a vehicle; the one before is of no use any more. */
export function shareCode(
  before: Pick<ShareCodeDocument, 'version'> | null,
  vehicle: Shared,
  { accountId, codeKey }: Sharer,
  realNow: Date,
): ShareCodeDocument {
  return {
    _id: vehicle._id,
    codeKey,
    ownerKey: vehicle.ownerKey,
    accountId,
    expiresAt: new Date(realNow.getTime() + CODE_LIFE_MS),
    version: before?.version ?? 0,
  };
}

/** Whether a vehicle is there to be shared: it has its plate. */
export function hasPlate({ deregisteredOn, plateLost }: Shared): boolean {
  return deregisteredOn === undefined && !plateLost;
}

/** Whether a code is good for this applicant: it is alive, the car still is its owner's, for whom whoever made it still acts, and the applicant is somebody else. */
export function isGoodFor(
  { accountId, personKey }: { accountId: string; personKey: string | null },
  code: Omit<ShareCodeDocument, 'codeKey' | 'version'> | null,
  isSharersStill: boolean,
  vehicle: Shared | null,
  realNow: Date,
): boolean {
  if (code === null || vehicle === null || realNow >= code.expiresAt) return false;
  if (!isSharersStill) return false;
  const isOwners = vehicle.ownerKey === code.ownerKey && hasPlate(vehicle);
  return isOwners && personKey !== code.ownerKey && accountId !== code.accountId;
}
