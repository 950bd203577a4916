import { Command } from '../fields/commands';
import { IsId } from '../fields/ids';
import type { PlateType } from '../fields/plates';

/** Sharing one's car by a code, and the cars that one may share. rules.md §2. */

// ---- requests over the queue ---------------------------------------------------------------------------

export class ShareVehicle extends Command {
  @IsId() vehicleId: string;
}

// ---- answers -------------------------------------------------------------------------------------------

/** Shown once, as a QR that holds nothing else. */
export class ShareCode {
  /** 20 digits and capitals. */
  shareCode: string;
  /** Until when a request may bring it: 10 minutes. */
  expiresAt: string;
}
/** A vehicle with a plate that is the caller's, or of an organisation for which the caller acts. */
export class OwnVehicle {
  /** The vehicle. */
  vehicleId: string;
  /** Number plate, as it is stored. */
  plateNumber: string;
  /** Kind of number plate. §2 */
  plateType: PlateType;
  /** The caller's delegation; absent where the vehicle is the caller's own. */
  organisationId?: string;
}
