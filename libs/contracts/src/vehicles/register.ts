import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsString, Matches } from 'class-validator';
import { IMPORT_BATCH_ROWS, ImportBatch, type ImportOutcome } from '../every-service/imports';
import type { VehicleHolders } from '../every-service/own-case.rules';
import { Command } from '../fields/commands';
import { IsDay, IsInstant, IsInstantOrDay } from '../fields/days';
import { IsId, IsIdList } from '../fields/ids';
import { Nested, NestedList } from '../fields/nested';
import { IsOptional } from '../fields/optional';
import { InCapitals, IsLicenceNumber } from '../fields/people';
import { IsPlateNumber, PLATE_TYPES, IsPlateType, type PlateType } from '../fields/plates';
import { formMessage } from '../words/forms';

/** The vehicle register: what is entered, who owned what when, and what is said of it. rules.md §2. */

/** Of one question for vehicles by their plates. */
export const PLATES_AT_ONCE = 2_000;

// ---- bodies over HTTP ----------------------------------------------------------------------------------

/** A person, or an organisation: one of both numbers (`checkOwner`). */
export class RegistryOwner {
  /** Of a person; the code of an organisation is taken, too. */
  @IsOptional()
  @InCapitals()
  @IsString()
  @Matches(/^[0-9A-Z]{18}$/, { message: formMessage('form.signs', { count: '18' }) })
  idNumber?: string;
  /** The unified social credit code. */
  @IsOptional()
  @InCapitals()
  @IsString()
  @Matches(/^[0-9A-Z]{18}$/, { message: formMessage('form.signs', { count: '18' }) })
  organisationCode?: string;
  /** A mobile number; of an organisation a landline with its area code, too. */
  @IsString()
  @Matches(/^(1[3-9]\d{9}|0\d{9,11})$/, { message: formMessage('form.owner_phone') })
  phone: string;
  /** The owner's driving licence, where they have one; it lets others show that they know the owner. */
  @IsOptional() @IsLicenceNumber() licenceNumber?: string;
}

/** A vehicle as the registration authority registers it; natural key: plate type, plate number and VIN. */
export class RegistryVehicle {
  /** Number plate as people write it: spaces, `·`, `•` and `-` in it are dropped, small letters count as capitals. §2 */
  @IsPlateNumber() plateNumber: string;
  /** Kind of number plate: one of these names, or the two digits of GA/T 16.7. §2 */
  @IsPlateType() plateType: PlateType;
  /** 17 characters without I, O and Q. Where it begins with L, made in China, the sign at position 9 is its check digit. */
  @InCapitals()
  @IsString()
  @Matches(/^[0-9A-Z]{17}$/, { message: formMessage('form.signs', { count: '17' }) })
  vin: string;
  /** 6–30 letters, digits and `-`; compared by letters and digits only. */
  @InCapitals()
  @IsString()
  @Matches(/^(?=(-*[0-9A-Z]){6})[0-9A-Z-]{6,30}$/, {
    message: formMessage('form.engine_number', { count: '6–30' }),
  })
  engineNumber: string;
  /** Whether it carries for money; then only its owner may bind it. */
  @IsBoolean() commercial: boolean;
  /** Day of the first registration (Shanghai), from which the vehicle's years count. §4 */
  @IsDay() registeredOn: string;
  /** Who owns it now. */
  @Nested(() => RegistryOwner) owner: RegistryOwner;
  /** From this day on the car has the plate no longer, and its VIN may stand under another one. */
  @IsOptional() @IsDay() deregisteredOn?: string;
  /** Since when the owner has it; left out: since the moment of this entry, the first owner since `registeredOn`. */
  @IsOptional() @IsInstantOrDay() ownerSince?: string;
  /** The VIN under which the vehicle stands until now, typed wrongly: it stays the vehicle that it is. */
  @IsOptional()
  @InCapitals()
  @IsString()
  @Matches(/^[0-9A-Z]{17}$/, { message: formMessage('form.signs', { count: '17' }) })
  correctsVin?: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class RegisterVehicle extends Command {
  @Nested(() => RegistryVehicle) body: RegistryVehicle;
}
/** Which vehicle had a plate at an instant; `plateId` is `LookupKeys.vehicleId` of the plate, the id of its first vehicle. */
export class PlateAt {
  @IsId() plateId: string;
  @IsInstant() at: string;
}
/** Another service asks how an account stood to the vehicle that had a plate at an instant, such as that of a violation, and what vehicle that is. */
export class GetVehicleAccess extends PlateAt {
  @IsId() accountId: string;
}
/** Another service asks what an account may see: of which plates, and of which time. */
export class GetAccessibleVehicles {
  @IsId() accountId: string;
}
/** The gateway joins plates to ids it received from the ledger. */
export class GetPlates {
  @IsArray() @ArrayMaxSize(1000) @IsString({ each: true }) vehicleIds: string[];
}

/** Violations asks which vehicles had the plates of notices, and who owned them, so that the owners are notified. */
export class GetOwners {
  @NestedList(() => PlateAt, IMPORT_BATCH_ROWS) plates: PlateAt[];
}

/** Ledger and payments ask whose vehicles are and who uses them, so that nobody decides about their own. */
export class GetHolders {
  @IsIdList(PLATES_AT_ONCE) vehicleIds: string[];
  /** When that happened which is to be decided: whoever has used them since, and does so no more, is named too. */
  @IsOptional() @IsInstant() since?: string;
}

/** A plate as people write it, at an instant. */
export class WrittenPlate {
  @IsPlateNumber() plateNumber: string;
  @IsIn(PLATE_TYPES) plateType: PlateType;
  @IsInstant() at: string;
}
/** The ledger asks which vehicles had the plates that opening balances name, and who owned them. */
export class FindVehicles {
  @NestedList(() => WrittenPlate, PLATES_AT_ONCE) plates: WrittenPlate[];
}

// ---- answers -------------------------------------------------------------------------------------------

export interface VehicleFacts {
  vehicleId: string;
  plateNumber: string;
  plateType: PlateType;
  commercial: boolean;
  /** Whether somebody who does not own it may bind it. */
  bindable: boolean;
  registeredOn: string;
  /** Of the owner at the instant asked about. */
  ownerKey: string;
}
/** Whose answer a request to use a vehicle waits for, and until when it is there or expected; `thaw`: a suspension freezes it, and no hours run. */
export type Waiting = { for: 'consent' | 'review'; until: string } | { for: 'thaw' };
/** `vehicle: null` when no vehicle of the register had the plate then (yet). */
export interface VehicleAccess {
  vehicle: VehicleFacts | null;
  /** `owner`: then. `bound`: by an active binding, from whoever owned it then. */
  /** `delegate`: of the organisation that owned it then, and has not bound it. */
  relation: 'owner' | 'delegate' | 'bound' | 'none';
  /** They act for the organisation that owned it then, whether they have bound it or not. */
  actsForOwner?: true;
  /** When the active binding began, for `bound`. */
  activeSince?: string;
  /** A binding of theirs was active at the instant asked about, whatever became of it. */
  boundThen?: true;
  /** A request of theirs to whoever owned it then that is not decided yet. */
  waiting?: Waiting;
  /** Whoever owned it then has it no more, or it has its plate no more: no binding made now reaches back to then. */
  past?: true;
}
/** What somebody may see: what happened with a plate from an instant on, and before another one where there is an end. */
export interface AccessibleTime {
  plateId: string;
  vehicleId: string;
  from: string;
  until?: string;
  /** The vehicle is their own in it, or of an organisation for which they act. */
  own?: true;
}
/** A vehicle that had a plate at an instant, who owned it then, and whom they let use it now. */
export interface OwnerThen extends VehicleHolders {
  vehicleId: string;
  userAccountIds: string[];
}
/** A vehicle that had a plate at an instant, who owned it then, whom they let use it now, and the day from which its years are counted. */
export interface VehicleThen extends OwnerThen {
  registeredOn: string;
}

// ---- events --------------------------------------------------------------------------------------------

export class VehicleRegistered {
  @IsId() vehicleId: string;
  /** Of its plate; absent where it is the vehicle's own, as the first one's of a plate is. */
  @IsOptional() @IsId() plateId?: string;
  @IsIn(PLATE_TYPES) plateType: PlateType;
  @IsBoolean() commercial: boolean;
  @IsDay() registeredOn: string;
  /** Who owns it now. */
  @IsId() ownerKey: string;
  @IsInt() version: number;
}
/** A vehicle has another owner, or lost its plate to another car: whoever gained and lost it is told. */
export class OwnerChanged {
  @IsId() vehicleId: string;
  /** Absent where the plate is another car's now. */
  @IsOptional() @IsId() ownerKey?: string;
  /** Absent where the vehicle has got its plate back. */
  @IsOptional() @IsId() formerOwnerKey?: string;
  @IsInstant() at: string;
  @IsInt() version: number;
}
/** Vehicles that an import registered (version 1) or changed; each as `vehicle.registered` or `vehicle.changed` would say it. */
export class VehiclesImported {
  @NestedList(() => VehicleRegistered, IMPORT_BATCH_ROWS) vehicles: VehicleRegistered[];
}

export const REGISTER_EVENTS = {
  'vehicle.registered': VehicleRegistered,
  'vehicle.changed': VehicleRegistered,
  'vehicles.imported': VehiclesImported,
  'vehicle.owner-changed': OwnerChanged,
};

export const REGISTER_REQUESTS = {
  'vehicle.register': RegisterVehicle,
  'vehicle.import': ImportBatch,
  'vehicle.access': GetVehicleAccess,
  'vehicle.accessible': GetAccessibleVehicles,
  'vehicle.plates': GetPlates,
  'vehicle.owners': GetOwners,
  'vehicle.find': FindVehicles,
  'vehicle.holders': GetHolders,
};

export interface RegisterReplies {
  'vehicle.register': { vehicleId: string };
  'vehicle.import': ImportOutcome;
  'vehicle.access': VehicleAccess;
  'vehicle.accessible': { times: AccessibleTime[] };
  'vehicle.plates': { plates: Record<string, string> };
  /** In the order asked; null where no vehicle of the register had the plate then. */
  'vehicle.owners': { owners: (OwnerThen | null)[] };
  /** In the order asked, like the owners. */
  'vehicle.find': { vehicles: (VehicleThen | null)[] };
  /** In the order asked; null where the register has no such vehicle. */
  'vehicle.holders': { vehicles: (VehicleHolders | null)[] };
}
