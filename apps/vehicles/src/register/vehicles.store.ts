import type { PlateType, RegistryVehicle, VehicleRegistered } from '@demerit/contracts';
import { saveVersion, saveVersions } from '@demerit/messaging';
import { FieldCipher, LookupKeys } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { VehicleDetails } from '../requests/matching.rules';

/** A vehicle of the register. What is only compared is kept as a keyed hash, what is needed again encrypted. */
export interface VehicleRow {
  /** LookupKeys.vehicleId: follows from plate type and number. */
  _id: string;
  plateNumber: string;
  plateType: PlateType;
  commercial: boolean;
  registeredOn: string;
  vinKey: string;
  engineKey: string;
  engineEndKey: string;
  ownerPersonKey: string;
  /** Of the owner's licence number, or of the VIN's last 6 where the owner has none. */
  ownerKey: string;
  ownerPhoneKey: string;
  ownerPhone: string;
  version: number;
}

const PHONE_FIELD = 'vehicles.ownerPhone';
const text = { type: String, required: true };

const vehicleSchema = new Schema<VehicleRow>(
  {
    _id: text,
    plateNumber: text,
    plateType: text,
    commercial: { type: Boolean, required: true },
    registeredOn: text,
    vinKey: text,
    engineKey: text,
    engineEndKey: text,
    ownerPersonKey: text,
    ownerKey: text,
    ownerPhoneKey: text,
    ownerPhone: { ...text, encryptedAs: PHONE_FIELD },
    version: { type: Number, required: true },
  },
  { collection: 'vehicles', versionKey: false },
).index({ ownerPersonKey: 1 }, { name: 'owner' });

export const VEHICLES = { name: 'vehicles', schema: vehicleSchema };

@Injectable()
export class VehiclesStore {
  constructor(
    @InjectModel(VEHICLES.name) private readonly vehicles: Model<VehicleRow>,
    private readonly lookup: LookupKeys,
    private readonly cipher: FieldCipher,
  ) {}

  async find(vehicleId: string, session?: ClientSession): Promise<VehicleRow | null> {
    return this.vehicles.findById(vehicleId, null, { session }).lean<VehicleRow>();
  }

  async findAll(vehicleIds: readonly string[], session?: ClientSession): Promise<VehicleRow[]> {
    return this.vehicles.find({ _id: { $in: vehicleIds } }, null, { session }).lean<VehicleRow[]>();
  }

  async ofOwner(personKey: string): Promise<VehicleRow[]> {
    return this.vehicles.find({ ownerPersonKey: personKey }).sort({ _id: 1 }).lean<VehicleRow[]>();
  }

  async save(vehicle: VehicleRow, session: ClientSession): Promise<void> {
    await saveVersion(this.vehicles, vehicle, session);
  }

  async saveAll(vehicles: readonly VehicleRow[], session: ClientSession): Promise<void> {
    await saveVersions(this.vehicles, vehicles, session);
  }

  /** An entry of the register as it is kept. */
  rowOf(entry: RegistryVehicle): Omit<VehicleRow, 'version'> {
    const { plateNumber, plateType, owner } = entry;
    return {
      _id: this.lookup.vehicleId(plateType, plateNumber),
      plateNumber,
      plateType,
      commercial: entry.commercial,
      registeredOn: entry.registeredOn,
      vinKey: this.lookup.keyOf('vin', entry.vin),
      engineKey: this.lookup.keyOf('engineNumber', entry.engineNumber),
      engineEndKey: this.engineEndKey(entry.engineNumber.slice(-6)),
      ownerPersonKey: this.lookup.personKey(owner.idNumber),
      ownerKey: this.ownerKey(
        owner.licenceNumber === undefined
          ? { vinLast6: entry.vin.slice(-6) }
          : { ownerLicenceNumber: owner.licenceNumber },
      ),
      ownerPhoneKey: this.lookup.phoneKey(owner.phone),
      ownerPhone: this.cipher.encrypt(owner.phone, PHONE_FIELD),
    };
  }

  ownerPhone(vehicle: VehicleRow): string {
    return this.cipher.decrypt(vehicle.ownerPhone, PHONE_FIELD);
  }

  detailsOf(vehicle: VehicleRow): VehicleDetails {
    return { engineKey: vehicle.engineEndKey, ownerKey: vehicle.ownerKey };
  }

  engineEndKey(last6: string): string {
    return this.lookup.keyOf('engineNumberLast6', last6);
  }

  /** What a request says of the owner; two kinds never give the same key. */
  ownerKey(of: { ownerLicenceNumber?: string; vinLast6?: string }): string {
    return of.ownerLicenceNumber === undefined
      ? this.lookup.keyOf('vinLast6', of.vinLast6 ?? '')
      : this.lookup.keyOf('ownerLicenceNumber', of.ownerLicenceNumber);
  }
}

/** Whether two entries say the same; the encrypted phone differs each time, its key does not. */
export function isSameEntry(left: VehicleRow, right: Omit<VehicleRow, 'version'>): boolean {
  const compared = (row: Omit<VehicleRow, 'version'>): string =>
    JSON.stringify([
      row.commercial,
      row.registeredOn,
      row.vinKey,
      row.engineKey,
      row.ownerPersonKey,
      row.ownerKey,
      row.ownerPhoneKey,
    ]);
  return compared(left) === compared(right);
}

/** Ids of those that belong to another person than before. */
export function handedOver(
  vehicles: readonly VehicleRow[],
  before: readonly (VehicleRow | null)[],
): string[] {
  const owners = new Map(before.map((row) => [row?._id, row?.ownerPersonKey]));
  return vehicles
    .filter(({ _id, ownerPersonKey }) => (owners.get(_id) ?? ownerPersonKey) !== ownerPersonKey)
    .map(({ _id }) => _id);
}

/** What others are told of an entry. */
export function registeredFacts(vehicle: VehicleRow): VehicleRegistered {
  const { _id, plateType, commercial, registeredOn, ownerPersonKey, version } = vehicle;
  return { vehicleId: _id, plateType, commercial, registeredOn, ownerPersonKey, version };
}
