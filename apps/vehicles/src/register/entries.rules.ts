import { refuse, type PlateType, type Refusal, type RegistryVehicle } from '@demerit/contracts';

/** The form of plates and vehicle identification numbers. rules.md §2. */

const PROVINCE = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]';
/** Without I and O, which look like 1 and 0. */
const LETTER = '[A-HJ-NP-Z]';
const SIGN = '[A-HJ-NP-Z0-9]';
/** A–E: driven by electricity alone; F–K: also by other means. */
const NEW_ENERGY = '[A-HJK]';

const SERIALS: Record<PlateType, string> = {
  small: `${SIGN}{5}`,
  large: `${SIGN}{5}`,
  motorcycle: `${SIGN}{5}`,
  small_new_energy: `${NEW_ENERGY}${SIGN}\\d{4}`,
  large_new_energy: `\\d{5}${NEW_ENERGY}`,
  trailer: `${SIGN}{4}挂`,
  coach_car: `${SIGN}{4}学`,
  police: `${SIGN}{4}警`,
};

const FORMS = new Map(
  Object.entries(SERIALS).map(([plateType, serial]) => [
    plateType,
    new RegExp(`^${PROVINCE}${LETTER}${serial}$`, 'u'),
  ]),
);

export function checkPlate(plateType: PlateType, plateNumber: string): Refusal | undefined {
  return FORMS.get(plateType)?.test(plateNumber) ? undefined : refuse('PLATE_INVALID');
}

/** What the register asks of an entry by itself. */
export function checkEntry(entry: RegistryVehicle): Refusal | undefined {
  return checkPlate(entry.plateType, entry.plateNumber) ?? checkVin(entry.vin);
}

const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const;
const VIN_VALUES: Record<string, number> = {
  ...Object.fromEntries(Array.from('0123456789', (digit, value) => [digit, value])),
  ...Object.fromEntries(Array.from('ABCDEFGH', (letter, index) => [letter, index + 1])),
  ...Object.fromEntries(Array.from('JKLMN', (letter, index) => [letter, index + 1])),
  ...{ P: 7, R: 9 },
  ...Object.fromEntries(Array.from('STUVWXYZ', (letter, index) => [letter, index + 2])),
};

/** Position 9 of a VIN, from the other sixteen characters (GB 16735). */
export function vinCheckDigit(vin: string): string {
  const sum = VIN_WEIGHTS.reduce<number>(
    (total, weight, index) => total + weight * (VIN_VALUES[vin.charAt(index)] ?? 0),
    0,
  );
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

/** 17 characters without I, O and Q; position 9 counts only in those made in China, which begin with L. */
export function checkVin(vin: string): Refusal | undefined {
  const isForm = /^[A-HJ-NPR-Z0-9]{17}$/.test(vin);
  const isChecked = !vin.startsWith('L') || vin.charAt(8) === vinCheckDigit(vin);
  return isForm && isChecked ? undefined : refuse('VIN_INVALID');
}
