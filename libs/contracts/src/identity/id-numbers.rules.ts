import { isCalendarDay, shanghaiDay } from '../calendar/calendar';
import { refuse, type Refusal } from '../refusals/refusals';
import { wording } from '../words/words';

/** The numbers of persons (GB 11643) and of organisations (GB 32100): one check for every register. rules.md §1. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
/** By the weighted sum modulo 11. */
const CHECK_DIGITS = '10X98765432';

/** The 18th character of an ID number, from its first 17 digits (GB 11643, ISO 7064 MOD 11-2). */
export function checkDigit(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECK_DIGITS.charAt(sum % 11);
}

/** An ID number as it is kept and compared: the check digit X in capitals. */
export function normalIdNumber(idNumber: string): string {
  return idNumber.toUpperCase();
}

/** 18 characters: the last is the check digit, the seventh to the fourteenth are the birthday. rules.md §1. */
export function checkIdNumber(idNumber: string, now: Date): Refusal | undefined {
  return isIdNumber(idNumber, now) ? undefined : refuse('ID_NUMBER_INVALID');
}

function isIdNumber(idNumber: string, now: Date): boolean {
  const normal = normalIdNumber(idNumber);
  return (
    /^\d{17}[\dX]$/.test(normal) &&
    checkDigit(normal.slice(0, 17)) === normal.charAt(17) &&
    isBirthday(normal.slice(6, 14), now)
  );
}

/** Of somebody who may be alive and has been born. */
function isBirthday(digits: string, now: Date): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return isCalendarDay(day) && day > '1900-01-01' && day <= shanghaiDay(now);
}

/** Without I, O, S, V and Z. */
const CODE_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The 18th sign of a unified social credit code, from its first 17 (GB 32100, ISO 7064 MOD 31-3). */
export function creditCodeCheck(first17: string): string {
  const sum = Array.from(first17).reduce(
    (total, sign, index) => total + CODE_SIGNS.indexOf(sign) * (3 ** index % 31),
    0,
  );
  return CODE_SIGNS.charAt((31 - (sum % 31)) % 31);
}

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** The ninth sign of the organisation code within it, where the first eight are digits (GB 11714). */
function organisationCheck(first8: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, index) => total + weight * Number(first8[index]),
    0,
  );
  return '0X987654321'.charAt(sum % 11);
}

/** Whichever day a number is looked at, it is of the same kind. */
const NEWEST_BIRTHDAY = new Date('2100-01-01T00:00:00Z');

/** Whether it is the right code of an organisation. */
export function isOrganisationCode(text: string): boolean {
  const isForm = /^[1-9ANY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text);
  if (!isForm || creditCodeCheck(text.slice(0, 17)) !== text.charAt(17)) return false;
  // One in 31 wrong ID numbers would pass for a code: what looks like one must be right in its inner check too, and a right ID number is a person's.
  const looksPersonal = /^\d{17}[\dX]$/.test(text);
  const isRightWithin = organisationCheck(text.slice(8, 16)) === text.charAt(16);
  return !looksPersonal || (isRightWithin && !isIdNumber(text, NEWEST_BIRTHDAY));
}

/** The unified social credit code of an organisation; only its check signs are checked. */
export function checkOrganisationCode(code: string): Refusal | undefined {
  return isOrganisationCode(code) ? undefined : refuse('ORGANISATION_CODE_INVALID');
}

/** The number of an owner: of a person, or the unified social credit code of an organisation. */
export function checkOwnerNumber(number: string, now: Date): Refusal | undefined {
  if (isIdNumber(number, now) || isOrganisationCode(number)) return undefined;
  return refuse('ID_NUMBER_INVALID', {
    reason: 'owner.idNumber',
    detail: wording('vehicle.owner_number'),
  });
}
