import type { VehicleDocument } from '../src/register/vehicles.types';

export function aVehicle(changes: Partial<VehicleDocument> = {}): VehicleDocument {
  return {
    ...{ _id: 'veh_1', plateNumber: '浙A12345', plateType: 'small', commercial: false },
    ...{ registeredOn: '2020-01-01', vinKey: 'vin', engineKey: 'engine', engineEndKey: 'end' },
    ...{ ownerPersonKey: 'person_1', ownerKey: 'owner', ownerPhoneKey: 'phone' },
    ...{ ownerPhone: 'k1.aa.bb.cc', ownerIdNumber: 'k1.aa.bb.cc', vinInUse: 'vin', version: 1 },
    ...changes,
  };
}
