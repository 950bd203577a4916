import type { FormerOwnerDocument, VehicleDocument } from '../src/register/vehicles.types';

export function aVehicle(changes: Partial<VehicleDocument> = {}): VehicleDocument {
  return {
    _id: 'veh_1',
    plateNumber: '浙A12345',
    plateType: 'small',
    commercial: false,
    registeredOn: '2020-01-01',
    vinKey: 'vin',
    engineKey: 'engine',
    engineEndKey: 'end',
    ownerKey: 'person_1',
    ownerProofKey: 'owner',
    ownerPhoneKey: 'phone',
    ownerPhone: 'k1.aa.bb.cc',
    ownerIdNumber: 'k1.aa.bb.cc',
    vin: 'k1.aa.bb.cc',
    engineNumber: 'k1.aa.bb.cc',
    vinInUse: 'vin',
    version: 1,
    ...changes,
  };
}

/** Who owned it until March 2022. */
export function aFormerOwner(changes: Partial<FormerOwnerDocument> = {}): FormerOwnerDocument {
  return {
    _id: 'own_1',
    plateId: 'veh_1',
    vehicleId: 'veh_1',
    plateNumber: '浙A12345',
    ownerKey: 'person_0',
    from: new Date('2019-12-31T16:00:00Z'),
    until: new Date('2022-03-01T00:00:00Z'),
    version: 1,
    ...changes,
  };
}
