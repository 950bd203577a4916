import { IsIn } from 'class-validator';
import { refuse, type Refusal } from '../refusals/refusals';
import { formMessage } from '../words/forms';
import { all } from './all';
import { IsText } from './names';
import { Read } from './people';

/** Number plates: their types, their forms, and the one way in which they are read. rules.md §2. */

export const PLATE_TYPES = [
  'small',
  'small_new_energy',
  'large',
  'large_new_energy',
  'motorcycle',
  'moped',
  'trailer',
  'coach_car',
  'coach_motorcycle',
  'police',
  'police_motorcycle',
  'hong_kong',
  'macao',
  'embassy',
  'consulate',
  'foreign',
] as const;
export type PlateType = (typeof PLATE_TYPES)[number];

/** The codes of GA/T 16.7, in which the police write them. */
const TYPE_OF_CODE: Readonly<Record<string, PlateType>> = {
  '01': 'large',
  '02': 'small',
  '03': 'embassy',
  '04': 'consulate',
  '06': 'foreign',
  '07': 'motorcycle',
  '08': 'moped',
  '15': 'trailer',
  '16': 'coach_car',
  '17': 'coach_motorcycle',
  '23': 'police',
  '24': 'police_motorcycle',
  '26': 'hong_kong',
  '27': 'macao',
  '51': 'large_new_energy',
  '52': 'small_new_energy',
};

const PROVINCE = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]';
/** Without I and O, which look like 1 and 0. */
const LETTER = '[A-HJ-NP-Z]';
const SIGN = '[A-HJ-NP-Z0-9]';
const PLACE = `${PROVINCE}${LETTER}`;
/** A–E: driven by electricity alone; F–K: also by other means. */
const NEW_ENERGY = '[A-HJK]';

const FORMS: Record<PlateType, RegExp> = {
  small: form(`${PLACE}${SIGN}{5}`),
  large: form(`${PLACE}${SIGN}{5}`),
  motorcycle: form(`${PLACE}${SIGN}{5}`),
  moped: form(`${PLACE}${SIGN}{5}`),
  foreign: form(`${PLACE}${SIGN}{5}`),
  small_new_energy: form(`${PLACE}${NEW_ENERGY}${SIGN}\\d{4}`),
  large_new_energy: form(`${PLACE}\\d{5}${NEW_ENERGY}`),
  trailer: form(`${PLACE}${SIGN}{4}挂`),
  coach_car: form(`${PLACE}${SIGN}{4}学`),
  coach_motorcycle: form(`${PLACE}${SIGN}{4}学`),
  police: form(`${PLACE}${SIGN}{4}警`),
  police_motorcycle: form(`${PLACE}${SIGN}{4}警`),
  hong_kong: form(`粤Z${SIGN}{4}港`),
  macao: form(`粤Z${SIGN}{4}澳`),
  embassy: form('(?:\\d{6}使|使\\d{6})'),
  consulate: form(`${PLACE}\\d{4}领`),
};

/** Two letters and five digits, the armed police's WJ, and the signs of the services on older ones. */
const MILITARY = /^(?:[A-Z]{2}\d{5}|WJ.{5,7}|[军空海北沈兰济南广成][A-Z]\d{5})$/u;

function form(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`, 'u');
}

/** A plate as it is kept and compared: what people write between its signs is dropped, full width becomes half, small letters capitals. */
export function normalPlate(plateNumber: string): string {
  return plateNumber
    .replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\s·•-]/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** Whether a plate, as it is kept, is of its type's form. */
export function checkPlate(plateType: PlateType, plateNumber: string): Refusal | undefined {
  if (MILITARY.test(plateNumber)) return refuse('PLATE_NOT_ADMINISTERED');
  return FORMS[plateType].test(plateNumber) ? undefined : refuse('PLATE_INVALID');
}

/** A plate as people write it, read as it is kept; its form depends on its type (`checkPlate`). */
export function IsPlateNumber(): PropertyDecorator {
  return all(Read(normalPlate), IsText(1, 16));
}

/** As what a plate type may be written: our names and the police's codes. */
export const READABLE_PLATE_TYPES: readonly string[] = [
  ...PLATE_TYPES,
  ...Object.keys(TYPE_OF_CODE).sort(),
];

/** A plate type by our name or by its code, read as the name; whoever sends neither is told both. */
export function IsPlateType(): PropertyDecorator {
  const codes = Object.keys(TYPE_OF_CODE).sort().join(', ');
  const message = formMessage('form.plate_type', { names: PLATE_TYPES.join(', '), codes });
  return all(
    Read((plateType) => TYPE_OF_CODE[plateType] ?? plateType),
    IsIn(PLATE_TYPES, { message }),
  );
}
