import { isCalendarDay, refuse, shanghaiDay, type Refusal } from '@demerit/contracts';

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
  const normal = normalIdNumber(idNumber);
  const isRight =
    /^\d{17}[\dX]$/.test(normal) &&
    checkDigit(normal.slice(0, 17)) === normal.charAt(17) &&
    isBirthday(normal.slice(6, 14), now);
  return isRight ? undefined : refuse('ID_NUMBER_INVALID');
}

/** Of somebody who may be alive and has been born. */
function isBirthday(digits: string, now: Date): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return isCalendarDay(day) && day > '1900-01-01' && day <= shanghaiDay(now);
}
