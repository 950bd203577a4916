import { aVehicle } from '../../test/given-vehicles';
import { handedOver, isSameEntry, registeredFacts } from './register.rules';

describe('An entry of the register', () => {
  it('says the same when only the encrypted phone differs, which differs each time', () => {
    expect(isSameEntry(aVehicle(), aVehicle({ ownerPhone: 'k1.cc.dd.ee' }))).toBe(true);
  });

  it.each([
    { commercial: true },
    { registeredOn: '2020-01-02' },
    { vinKey: 'x' },
    { engineKey: 'x' },
    { ownerPersonKey: 'x' },
    { ownerKey: 'x' },
    { ownerPhoneKey: 'x' },
  ])('says something new with %j', (changes) => {
    expect(isSameEntry(aVehicle(), aVehicle(changes))).toBe(false);
  });

  it('§2.owner.changed: of another person hands the vehicle over; a first entry, or the same owner, does not', () => {
    const sold = aVehicle({ ownerPersonKey: 'person_2' });
    expect(handedOver([sold], [aVehicle()])).toEqual(['veh_1']);
    expect(handedOver([sold], [sold])).toEqual([]);
    expect(handedOver([sold], [null])).toEqual([]);
    expect(handedOver([sold], [])).toEqual([]);
  });

  it('is told of without what is only compared, and without the phone', () => {
    expect(registeredFacts(aVehicle())).toEqual({
      ...{ vehicleId: 'veh_1', plateType: 'small', commercial: false, registeredOn: '2020-01-01' },
      ...{ ownerPersonKey: 'person_1', version: 1 },
    });
  });
});
