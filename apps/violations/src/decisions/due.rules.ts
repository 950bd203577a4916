import { addDays, isWorkingDay, type Policy } from '@demerit/contracts';

/** By when a fine decided on a Shanghai day is to be paid, as printed on the decision. rules.md §6 and `DUE_SHIFT_TO_WORKING_DAY`. */
export function dueOn(
  decidedOn: string,
  policy: Pick<Policy, 'paymentDueDays' | 'dueShiftToWorkingDay'>,
): string {
  let day = addDays(decidedOn, policy.paymentDueDays);
  while (policy.dueShiftToWorkingDay && !isWorkingDay(day)) day = addDays(day, 1);
  return day;
}
