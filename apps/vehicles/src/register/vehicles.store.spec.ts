import { checkDocument, WrongDocument } from '@demerit/messaging';
import { aVehicle } from '../../test/given-vehicles';
import { VEHICLES } from './vehicles.store';

describe('a vehicle of the register', () => {
  it('is refused unless it is as declared', () => {
    checkDocument(VEHICLES, aVehicle());
    for (const wrong of [
      { ownerPhone: '13800000000' },
      { ownerIdNumber: '11010519491231002X' },
      { deregisteredOn: null },
      { plateType: 'spaceship' },
      { registeredOn: '2020-01-01T00:00:00Z' },
      { commercial: 'no' },
      { colour: 'red' },
    ]) {
      expect(() => checkDocument(VEHICLES, { ...aVehicle(), ...wrong })).toThrow(WrongDocument);
    }
  });
});
