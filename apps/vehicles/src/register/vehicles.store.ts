import type { RegistryVehicle } from '@demerit/contracts';
import { collection, save, saveAll } from '@demerit/messaging';
import { FieldCipher, LookupKeys } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { PHONE_FIELD, vehicleDocument, type VehicleDocument } from './vehicles.types';

export const VEHICLES = collection('vehicles', vehicleDocument, [
  { name: 'owner', key: { ownerPersonKey: 1 } },
]);

@Injectable()
export class VehiclesStore {
  constructor(
    @InjectModel(VEHICLES.name) private readonly vehicles: Model<VehicleDocument>,
    private readonly lookup: LookupKeys,
    private readonly cipher: FieldCipher,
  ) {}

  async find(vehicleId: string, session?: ClientSession): Promise<VehicleDocument | null> {
    return this.vehicles.findById(vehicleId, null, { session }).lean<VehicleDocument>();
  }

  async findAll(
    vehicleIds: readonly string[],
    session?: ClientSession,
  ): Promise<VehicleDocument[]> {
    return this.vehicles
      .find({ _id: { $in: vehicleIds } }, null, { session })
      .lean<VehicleDocument[]>();
  }

  async ofOwner(personKey: string): Promise<VehicleDocument[]> {
    return this.vehicles
      .find({ ownerPersonKey: personKey })
      .sort({ _id: 1 })
      .lean<VehicleDocument[]>();
  }

  async save(vehicle: VehicleDocument, session: ClientSession): Promise<VehicleDocument> {
    return save(this.vehicles, vehicle, session);
  }

  async saveAll(
    vehicles: readonly VehicleDocument[],
    session: ClientSession,
  ): Promise<VehicleDocument[]> {
    return saveAll(this.vehicles, vehicles, session);
  }

  /** An entry of the register as it is kept. */
  entryOf(entry: RegistryVehicle): Omit<VehicleDocument, 'version'> {
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

  ownerPhone(vehicle: VehicleDocument): string {
    return this.cipher.decrypt(vehicle.ownerPhone, PHONE_FIELD);
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
