import { addDays, isWeekend, type Policy } from '@demerit/contracts';

/** Public holidays outside weekends' own rhythm, first and last day, as announced by the State Council for 2025 and 2026. */
const HOLIDAYS: readonly (readonly [first: string, last: string])[] = [
  ['2025-01-01', '2025-01-01'],
  ['2025-01-28', '2025-02-04'],
  ['2025-04-04', '2025-04-06'],
  ['2025-05-01', '2025-05-05'],
  ['2025-05-31', '2025-06-02'],
  ['2025-10-01', '2025-10-08'],
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
];

/** By when a fine decided on a Shanghai day is to be paid, as printed on the decision. rules.md §6 and `DUE_SHIFT_TO_WORKING_DAY`. */
export function dueOn(
  decidedOn: string,
  policy: Pick<Policy, 'paymentDueDays' | 'dueShiftToWorkingDay'>,
): string {
  let day = addDays(decidedOn, policy.paymentDueDays);
  while (policy.dueShiftToWorkingDay && !isWorkingDay(day)) day = addDays(day, 1);
  return day;
}

function isWorkingDay(day: string): boolean {
  return !isWeekend(day) && !HOLIDAYS.some(([first, last]) => first <= day && day <= last);
}
