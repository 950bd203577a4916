import type { PlateType, RegistryVehicle } from '@demerit/contracts';
import fc from 'fast-check';
import { checkEntry, checkPlate, checkVin, vinCheckDigit } from './plates.rules';

describe('Plates (rules.md §2)', () => {
  it.each<[PlateType, string]>([
    ['small', '浙A8K2M6'],
    ['large', '粤B12345'],
    ['motorcycle', '京C1234Z'],
    ['small_new_energy', '浙AD12345'],
    ['small_new_energy', '浙AFA2345'],
    ['large_new_energy', '粤B12345D'],
    ['trailer', '浙A1234挂'],
    ['coach_car', '浙A1234学'],
    ['police', '浙A1234警'],
  ])('%s %s is of the right form', (plateType, plateNumber) => {
    expect(checkPlate(plateType, plateNumber)).toBeUndefined();
  });

  it.each<[PlateType, string, string]>([
    ['small', '浙AI2345', 'an I in the serial'],
    ['small', '浙AO2345', 'an O in the serial'],
    ['small', '浙A12345D', 'eight characters'],
    ['small', '浙A1234', 'six characters'],
    ['small', '浙112345', 'a digit for the authority'],
    ['small', '港A12345', 'no province of the mainland'],
    ['small', '浙А12345', 'a Cyrillic А'],
    ['small', ' 浙A12345', 'a space'],
    ['small_new_energy', '浙A12345', 'seven characters'],
    ['small_new_energy', '浙AL12345', 'no letter of new energy'],
    ['small_new_energy', '浙AD1234A', 'a letter at the end'],
    ['large_new_energy', '粤BD12345', 'the letter in front'],
    ['trailer', '浙A12345', 'no 挂'],
    ['police', '浙A1234学', 'the sign of another type'],
  ])('%s %s is refused: %s', (plateType, plateNumber) => {
    expect(checkPlate(plateType, plateNumber)?.code).toBe('PLATE_INVALID');
  });
});

describe('Vehicle identification numbers', () => {
  it.each(['LSVAA2BR2MC296195', '1M8GDM9AXKP042788', '11111111111111111'])('%s is right', (vin) => {
    expect(vinCheckDigit(vin)).toBe(vin.charAt(8));
    expect(checkVin(vin)).toBeUndefined();
  });

  it.each([
    ['LSVAA2BR3MC296195', 'another check digit'],
    ['LSVAA2BR2MC29619', 'sixteen characters'],
    ['LSVAA2BR2MC2961955', 'eighteen characters'],
    ['LSVAA2BR2MC29619I', 'an I'],
    ['LSVAA2BR2MC29619O', 'an O'],
    ['LSVAA2BR2MC29619Q', 'a Q'],
  ])('%s is refused: %s', (vin) => {
    expect(checkVin(vin)?.code).toBe('VIN_INVALID');
  });

  it('made abroad: position 9 is not compared', () => {
    expect(checkVin('WVWZZZ1JZXW000001')).toBeUndefined();
  });

  it('one character changed in a Chinese one is seen, unless it weighs the same', () => {
    const vin = 'LSVAA2BR2MC296195';
    const positions = fc.integer({ min: 1, max: 16 }).filter((position) => position !== 8);
    fc.assert(
      fc.property(
        positions,
        fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
        (position, digit) => {
          const changed = vin.slice(0, position) + digit + vin.slice(position + 1);
          const isSame = vinCheckDigit(changed) === vin.charAt(8);
          expect(checkVin(changed) === undefined).toBe(isSame);
        },
      ),
    );
  });
});

describe('An entry of the register', () => {
  it.each([
    ['浙A8K2M6', 'LSVAA2BR2MC296195', undefined],
    ['浙A8K2M6', 'LSVAA2BR3MC296195', 'VIN_INVALID'],
    ['浙AI2345', 'LSVAA2BR2MC296195', 'PLATE_INVALID'],
    ['浙AI2345', 'LSVAA2BR3MC296195', 'PLATE_INVALID'],
  ])('with plate %s and VIN %s: %s', (plateNumber, vin, code) => {
    const entry: Partial<RegistryVehicle> = { plateType: 'small', plateNumber, vin };
    expect(checkEntry(entry as RegistryVehicle)?.code).toBe(code);
  });
});
