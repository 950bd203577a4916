import { LICENCE_CLASSES, PLATE_TYPES } from '@demerit/contracts';
import { coversPlateType } from './licence-classes.rules';

describe('licence classes and plates', () => {
  const plates = (licenceClass: (typeof LICENCE_CLASSES)[number]) =>
    PLATE_TYPES.filter((plateType) => coversPlateType(licenceClass, plateType));

  it('§3.guard-7.class: every class drives what its table says', () => {
    const foreign = ['hong_kong', 'macao', 'embassy', 'consulate', 'foreign'];
    const car = ['small', 'small_new_energy', 'coach_car', 'police', ...foreign];
    const large = [
      ...['small', 'small_new_energy', 'large', 'large_new_energy', 'coach_car', 'police'],
      ...foreign,
    ];
    for (const licenceClass of ['C1', 'C2', 'C5'] as const)
      expect(plates(licenceClass)).toEqual(car);
    for (const licenceClass of ['A1', 'A3', 'B1', 'B2'] as const) {
      expect(plates(licenceClass)).toEqual(large);
    }
    for (const licenceClass of ['D', 'E'] as const) {
      expect(plates(licenceClass)).toEqual([
        ...['motorcycle', 'moped', 'coach_motorcycle', 'police_motorcycle'],
      ]);
    }
    expect(plates('F')).toEqual(['moped']);
    for (const licenceClass of ['C3', 'C4', 'M', 'N', 'P'] as const) {
      expect(plates(licenceClass)).toEqual([]);
    }
    expect(plates('A2')).toContain('trailer');
    expect(plates('C6')).toEqual(expect.arrayContaining(['small', 'trailer']));
  });

  it('somebody may drive every plate type', () => {
    for (const plateType of PLATE_TYPES) {
      expect(LICENCE_CLASSES.some((one) => coversPlateType(one, plateType))).toBe(true);
    }
  });
});
