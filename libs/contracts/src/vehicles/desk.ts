import type { TimeOfPlate } from '../violations/of-vehicle';
import { Query } from '../fields/commands';
import { IsId } from '../fields/ids';
import { Nested } from '../fields/nested';
import { IsPlateNumber, IsPlateType, type PlateType } from '../fields/plates';
import type { Binding, Party } from './vehicles';

/** A vehicle of the register as an officer finds it. */

export class VehicleQuery {
  /** As people write it. */
  @IsPlateNumber() plateNumber: string;
  /** By its name, or the two digits of GA/T 16.7. */
  @IsPlateType() plateType: PlateType;
}

export class SearchVehicle extends Query {
  @Nested(() => VehicleQuery) by: VehicleQuery;
}
export class OpenVehicle extends Query {
  @IsId() vehicleId: string;
}

export class DeskOwner {
  /** Who may own a car. */
  kind: 'person' | 'organisation';
  /** Of a person; null: the register has no names, and its owner has not been verified. */
  name?: string | null;
  /** Of an organisation: its unified social credit code. */
  organisationCode?: string;
  /** The whole number that the register has. */
  phone: string;
}
/** Whole, as an officer compares it with papers. */
export class DeskVehicle {
  /** The vehicle. */
  vehicleId: string;
  /** As it is stored. */
  plateNumber: string;
  /** What kind of plate it is. */
  plateType: PlateType;
  /** Null in entries of before it was kept. */
  vin: string | null;
  /** Null in entries of before it was kept. */
  engineNumber: string | null;
  /** Whether it earns money. */
  commercial: boolean;
  /** From which its years are counted. */
  registeredOn: string;
  /** Whose it is in the register. */
  owner: DeskOwner;
  /** Whether non-owners may handle its violations. */
  handling: 'open' | 'suspended';
}
export interface VehicleOpened {
  vehicle: DeskVehicle;
  /** The newest 100. */
  bindings: (Binding & { accountId: string; applicant: Party })[];
  /** In which it had a plate, whoever owned it; the newest 200. */
  times: TimeOfPlate[];
}

export const VEHICLE_DESK_REQUESTS = {
  'vehicle.search': SearchVehicle,
  'vehicle.open': OpenVehicle,
};

export interface VehicleDeskReplies {
  'vehicle.search': DeskVehicle;
  'vehicle.open': VehicleOpened;
}
