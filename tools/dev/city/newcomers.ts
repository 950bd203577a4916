import {
  addDays,
  anniversary,
  creditCodeCheck,
  shanghaiDay,
  type LicenceClass,
  type PlateType,
  type RegistryLicence,
  type RegistryVehicle,
  type RegistryViolation,
} from '@demerit/contracts';
import { randomInt } from 'node:crypto';
import type { Identity } from '../client/citizen';

/** People, cars and violations nobody has seen before, in the form in which the registrar imports them. */
export interface Newcomer extends Identity {
  licence: { licenceNumber: string; fileNumber: string };
  registry: RegistryLicence;
}

/** A summary offence that suits a small car and can be handled online, by points. */
export const CODE_OF_POINTS = { 0: '1039', 1: '6011', 3: '1357', 6: '1625' } as const;
/** Fine 0 and 0 points: nothing to pay, nothing to record but the handling. */
export const CODE_WITHOUT_FINE = '1110';
export type OnlinePoints = keyof typeof CODE_OF_POINTS;

const SURNAMES = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗';
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚';
const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const PLATE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = '0123456789';
const VIN_SIGNS = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ';
/** 330199 belongs to no district, so that these people are nobody. */
const DIVISION = '330199';
/** Licences and cars are some years old, and their cycles neither began nor end about now. */
const LICENCE_YEARS = 5;
const DAYS_INTO_CYCLE = 90;

function pick(signs: string): string {
  return signs[randomInt(signs.length)] ?? '';
}

function several(signs: string, count: number): string {
  return Array.from({ length: count }, () => pick(signs)).join('');
}

/** A person with a licence of this class, issued some years ago. */
export function newcomer({
  licenceClass = 'C1',
  firstIssuedOn = earlier(),
}: { licenceClass?: LicenceClass; firstIssuedOn?: string } = {}): Newcomer {
  const idNumber = newIdNumber();
  const licence = { licenceNumber: idNumber, fileNumber: several(DIGITS, 12) };
  const validUntil = anniversary(firstIssuedOn, Number(firstIssuedOn.slice(0, 4)) + 16);
  return {
    realName: pick(SURNAMES) + pick(GIVEN) + pick(GIVEN),
    phone: `1${pick('3456789')}${several(DIGITS, 9)}`,
    idNumber,
    licence,
    registry: { ...licence, idNumber, class: licenceClass, firstIssuedOn, validUntil },
  };
}

/** The unified social credit code of an organisation that nobody acts for. */
export function newOrganisationCode(): string {
  const first17 = `91330106MA${several(DIGITS, 7)}`;
  return `${first17}${creditCodeCheck(first17)}`;
}

/** A small private car of this owner. */
export function newCarOf(
  owner: Identity,
  {
    plateType = 'small',
    registeredOn = earlier(),
    commercial = false,
  }: Partial<RegistryVehicle> = {},
): RegistryVehicle {
  return {
    plateNumber: newPlate(plateType),
    plateType,
    vin: newVin(),
    engineNumber: several('ABCDEFGHJK', 3) + several(DIGITS, 6),
    commercial,
    registeredOn,
    owner: {
      idNumber: owner.idNumber,
      phone: owner.phone,
      ...(owner.licence ? { licenceNumber: owner.licence.licenceNumber } : {}),
    },
  };
}

/** What a camera saw of this car a few days ago. */
export function newViolationOf(
  { plateNumber, plateType }: Pick<RegistryVehicle, 'plateNumber' | 'plateType'>,
  { code = CODE_OF_POINTS[3], daysAgo = 3 }: { code?: string; daysAgo?: number } = {},
): RegistryViolation {
  return {
    noticeNumber: several(DIGITS, 16),
    plateNumber,
    plateType,
    code,
    occurredAt: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
    place: '文三路与学院路路口',
    jurisdiction: 'CN-3301',
  };
}

function earlier(): string {
  const day = addDays(shanghaiDay(new Date()), -DAYS_INTO_CYCLE);
  return anniversary(day, Number(day.slice(0, 4)) - LICENCE_YEARS);
}

/** GB 11643: the last sign is a weighted sum modulo 11. */
function newIdNumber(): string {
  const year = String(randomInt(1960, 2000));
  const month = String(randomInt(1, 13)).padStart(2, '0');
  const day = String(randomInt(1, 29)).padStart(2, '0');
  const first17 = `${DIVISION}${year}${month}${day}${several(DIGITS, 3)}`;
  const sum = Array.from(first17).reduce(
    (total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11),
    0,
  );
  return first17 + ('10X98765432'[sum % 11] ?? '');
}

function newPlate(plateType: PlateType): string {
  const place = pick(PROVINCES) + pick('ABCDEFGHJKL');
  if (plateType === 'small_new_energy') return `${place}D${several(DIGITS, 5)}`;
  return `${place}${pick(DIGITS)}${pick(PLATE_LETTERS)}${pick(DIGITS)}${pick(PLATE_LETTERS)}${pick(DIGITS)}`;
}

/** ISO 3779: position 9 checks the others, each letter standing for a digit. */
function newVin(): string {
  const signs = Array.from(
    `L${several(VIN_SIGNS, 7)}0${several(VIN_SIGNS, 2)}${several(DIGITS, 6)}`,
  );
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const values = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
  const sum = signs.reduce(
    (total, sign, index) => total + (values.indexOf(sign) % 10) * (weights[index] ?? 0),
    0,
  );
  signs[8] = '0123456789X'[sum % 11] ?? '';
  return signs.join('');
}
