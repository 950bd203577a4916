import {
  auditedChange,
  instantOf,
  isOrganisationCode,
  type RegistryVehicle,
} from '@demerit/contracts';
import { collection, findById, saveAll } from '@demerit/messaging';
import { FieldCipher, LookupKeys, mask, type PageRequest, type StaffAct } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { numberOf, signsOf } from './entries.rules';
import type { Entry } from './entering.rules';
import { auditedFacts, changedFields, type Change } from './register.rules';
import {
  ENGINE_FIELD,
  OWNER_ID_FIELD,
  PHONE_FIELD,
  VIN_FIELD,
  vehicleDocument,
  type VehicleDocument,
} from './vehicles.types';

export const VEHICLES = collection(
  'vehicles',
  vehicleDocument,
  [
    { name: 'owner', key: { ownerKey: 1 } },
    { name: 'plate', key: { plateId: 1 }, sparse: true },
    { name: 'vin', key: { vinKey: 1 } },
    {
      name: 'vin_in_use',
      key: { vinInUse: 1 },
      unique: true,
      partialFilterExpression: { vinInUse: { $exists: true } },
    },
  ],
  { ownerKey: 'ownerProofKey', ownerPersonKey: 'ownerKey' },
);

@Injectable()
export class VehiclesStore {
  constructor(
    @InjectModel(VEHICLES.name) private readonly vehicles: Model<VehicleDocument>,
    private readonly lookup: LookupKeys,
    private readonly cipher: FieldCipher,
  ) {}

  async find(vehicleId: string, session?: ClientSession): Promise<VehicleDocument | null> {
    return findById(this.vehicles, vehicleId, session);
  }

  async findAll(
    vehicleIds: readonly string[],
    session?: ClientSession,
  ): Promise<VehicleDocument[]> {
    return this.vehicles
      .find({ _id: { $in: vehicleIds } }, null, { session })
      .lean<VehicleDocument[]>();
  }

  /** Whatever has, or had, one of these plates. */
  async ofPlates(plateIds: readonly string[], session?: ClientSession): Promise<VehicleDocument[]> {
    const first = await this.findAll(plateIds, session);
    const later = await this.vehicles
      .find({ plateId: { $in: plateIds } }, null, { session })
      .lean<VehicleDocument[]>();
    return [...first, ...later];
  }

  /** The one that has the plate. */
  async ofPlate(plateId: string, session?: ClientSession): Promise<VehicleDocument | null> {
    const vehicles = await this.ofPlates([plateId], session);
    return vehicles.find(({ plateLost }) => !plateLost) ?? null;
  }

  /** Whatever stands, or stood, under one of these VINs. */
  async ofVins(vinKeys: readonly string[], session: ClientSession): Promise<VehicleDocument[]> {
    return this.vehicles
      .find({ vinKey: { $in: vinKeys } }, null, { session })
      .lean<VehicleDocument[]>();
  }

  async ofOwners(ownerKeys: readonly string[]): Promise<VehicleDocument[]> {
    return this.vehicles
      .find({ ownerKey: { $in: ownerKeys } })
      .sort({ _id: 1 })
      .lean<VehicleDocument[]>();
  }

  /** By their ids, a page at a time; neither deregistered ones nor those whose plate is another car's. */
  async withPlateOf(
    ownerKeys: readonly string[],
    { after, rows }: PageRequest,
  ): Promise<VehicleDocument[]> {
    const later = after?.[0];
    return this.vehicles
      .find({
        ownerKey: { $in: ownerKeys },
        plateLost: { $exists: false },
        deregisteredOn: { $exists: false },
        ...(later !== undefined && { _id: { $gt: later } }),
      })
      .sort({ _id: 1 })
      .limit(rows)
      .lean<VehicleDocument[]>();
  }

  async saveAll(
    vehicles: readonly VehicleDocument[],
    session: ClientSession,
  ): Promise<VehicleDocument[]> {
    return saveAll(this.vehicles, vehicles, session);
  }

  /** Before they are written anew: rows of one batch may take a VIN over from one another, in whatever order they are written. */
  async releaseVins(vehicleIds: readonly string[], session: ClientSession): Promise<void> {
    if (vehicleIds.length === 0) return;
    await this.vehicles.updateMany(
      { _id: { $in: vehicleIds } },
      { $unset: { vinInUse: 1 } },
      { session },
    );
  }

  /** An entry of the register as it is kept. */
  entryOf(entry: RegistryVehicle): Entry {
    const { plateNumber, plateType, owner, deregisteredOn, ownerSince, correctsVin } = entry;
    const engineNumber = signsOf(entry.engineNumber);
    return {
      plateId: this.lookup.vehicleId(plateType, plateNumber),
      laterId: this.lookup.vehicleId(plateType, plateNumber, entry.vin),
      plateNumber,
      plateType,
      commercial: entry.commercial,
      registeredOn: entry.registeredOn,
      vinKey: this.vinKey(entry.vin),
      ...(correctsVin !== undefined && { correctsVinKey: this.vinKey(correctsVin) }),
      ...(ownerSince !== undefined && { ownerSince: instantOf(ownerSince) }),
      ...(deregisteredOn !== undefined && { deregisteredOn }),
      vin: this.cipher.encrypt(entry.vin, VIN_FIELD),
      engineNumber: this.cipher.encrypt(entry.engineNumber, ENGINE_FIELD),
      engineKey: this.engineKey(engineNumber),
      engineEndKey: this.engineEndKey(engineNumber.slice(-6)),
      ownerKey: this.lookup.personKey(numberOf(owner)),
      ownerProofKey: this.ownerProofKey(
        owner.licenceNumber === undefined
          ? { vinLast6: entry.vin.slice(-6) }
          : { ownerLicenceNumber: owner.licenceNumber },
      ),
      ownerPhoneKey: this.lookup.phoneKey(owner.phone),
      ownerPhone: this.cipher.encrypt(owner.phone, PHONE_FIELD),
      ownerIdNumber: this.cipher.encrypt(numberOf(owner), OWNER_ID_FIELD),
    };
  }

  /** What a registrar did to an entry, masked. `numberOf`: a VIN or engine number that an entry names, by its key. */
  registration(
    actor: string,
    { before, after }: Change,
    numberOf: (key: string) => string | undefined,
  ): StaffAct {
    const isMended = before !== null && before.vinKey !== after.vinKey;
    const isOtherEngine = before !== null && before.engineKey !== after.engineKey;
    const facts = (vehicle: VehicleDocument) => {
      const idNumber = this.ownerIdNumber(vehicle);
      const owner = {
        phoneMasked: mask.phone(this.ownerPhone(vehicle)),
        ...(idNumber !== null && { idNumberMasked: mask.idNumber(idNumber) }),
      };
      const vin = isMended ? numberOf(vehicle.vinKey) : undefined;
      const engine = isOtherEngine ? numberOf(vehicle.engineKey) : undefined;
      return auditedFacts(vehicle, owner, {
        ...(vin !== undefined && { vinMasked: mask.idNumber(vin) }),
        ...(engine !== undefined && { engineNumberMasked: mask.engineNumber(engine) }),
      });
    };
    return {
      actor,
      act: 'vehicle.register',
      subject: after._id,
      ...auditedChange(
        before === null ? undefined : facts(before),
        facts(after),
        changedFields({ before, after }),
      ),
    };
  }

  /** Of letters and digits alone. */
  engineKey(engineNumber: string): string {
    return this.lookup.keyOf('engineNumber', signsOf(engineNumber));
  }

  vinKey(vin: string): string {
    return this.lookup.keyOf('vin', vin);
  }

  ownerPhone(vehicle: VehicleDocument): string {
    return this.cipher.decrypt(vehicle.ownerPhone, PHONE_FIELD);
  }

  ownerIdNumber({ ownerIdNumber }: VehicleDocument): string | null {
    return ownerIdNumber === undefined ? null : this.cipher.decrypt(ownerIdNumber, OWNER_ID_FIELD);
  }

  /** Whether an organisation owns it, or may, where the entry is of before the number was kept. */
  mayBeOrganisations(vehicle: VehicleDocument): boolean {
    const number = this.ownerIdNumber(vehicle);
    return number === null || isOrganisationCode(number);
  }

  /** As they were entered. */
  numbersOf({ vin, engineNumber }: VehicleDocument): Record<'vin' | 'engineNumber', string | null> {
    return {
      vin: vin === undefined ? null : this.cipher.decrypt(vin, VIN_FIELD),
      engineNumber:
        engineNumber === undefined ? null : this.cipher.decrypt(engineNumber, ENGINE_FIELD),
    };
  }

  engineEndKey(last6: string): string {
    return this.lookup.keyOf('engineNumberLast6', last6);
  }

  /** What a request says of the owner; two kinds never give the same key. */
  ownerProofKey(of: { ownerLicenceNumber?: string; vinLast6?: string }): string {
    return of.ownerLicenceNumber === undefined
      ? this.lookup.keyOf('vinLast6', of.vinLast6 ?? '')
      : this.lookup.keyOf('ownerLicenceNumber', of.ownerLicenceNumber);
  }
}
