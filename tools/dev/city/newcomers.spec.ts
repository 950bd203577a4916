import { checkIdNumber, checkPlate } from '@demerit/contracts';
import { checkVin } from '../../../apps/vehicles/src/register/entries.rules';
import { newCarOf, newcomer } from './newcomers';

const NOW = new Date();
const ROUNDS = Array.from({ length: 200 });

describe('newcomers', () => {
  it('have ID numbers that identity takes', () => {
    for (const { idNumber } of ROUNDS.map(() => newcomer())) {
      expect(checkIdNumber(idNumber, NOW)).toBeUndefined();
    }
  });

  it.each(['small', 'small_new_energy'] as const)(
    'have %s cars that vehicles takes',
    (plateType) => {
      for (const { plateNumber, vin } of ROUNDS.map(() => newCarOf(newcomer(), { plateType }))) {
        expect(checkPlate(plateType, plateNumber)).toBeUndefined();
        expect(checkVin(vin)).toBeUndefined();
      }
    },
  );
});
