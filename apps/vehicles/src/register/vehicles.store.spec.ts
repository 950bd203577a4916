import { checkDocument, WrongDocument } from '@demerit/messaging';
import { aFormerOwner, aVehicle } from '../../test/given-vehicles';
import { FORMER_OWNERS } from './owners.store';
import { VEHICLES } from './vehicles.store';

describe('a vehicle of the register', () => {
  it('is refused unless it is as declared', () => {
    checkDocument(VEHICLES, aVehicle());
    const ownerSince = new Date(0);
    checkDocument(VEHICLES, aVehicle({ ownerSince, plateId: 'veh_0', plateLost: true }));
    checkDocument(VEHICLES, aVehicle({ formerVinKeys: ['1', '2', '3', '4', '5'] }));
    for (const wrong of [
      { formerVinKeys: ['1', '2', '3', '4', '5', '6'] },
      { ownerPhone: '13800000000' },
      { ownerIdNumber: '11010519491231002X' },
      { vin: 'LSVAA4182E2123456' },
      { engineNumber: 'ABC123456' },
      { deregisteredOn: null },
      { ownerSince: '2020-01-01' },
      { plateLost: false },
      { plateType: 'spaceship' },
      { registeredOn: '2020-01-01T00:00:00Z' },
      { commercial: 'no' },
      { colour: 'red' },
    ]) {
      expect(() => checkDocument(VEHICLES, { ...aVehicle(), ...wrong })).toThrow(WrongDocument);
    }
  });
});

describe('a time of a former owner', () => {
  it('is refused unless it is as declared', () => {
    checkDocument(FORMER_OWNERS, aFormerOwner());
    for (const wrong of [{ until: null }, { from: '2020-01-01' }, { phone: '13800000000' }]) {
      expect(() => checkDocument(FORMER_OWNERS, { ...aFormerOwner(), ...wrong })).toThrow(
        WrongDocument,
      );
    }
  });
});
