import { daysBetween, type Policy } from '@demerit/contracts';

type SurchargePolicy = Pick<Policy, 'surchargePermillePerDay' | 'surchargeCapPermille'>;

/** Late day n is n days after the due date; 0 up to and on that date. Shanghai days. rules.md §6. */
export function lateDays(dueOn: string, today: string): number {
  return Math.max(0, daysBetween(dueOn, today));
}

/** floor(fine × permille × days / 1000) in fen, at most the cap's share of the fine. rules.md §6. */
export function surchargeFen(fineFen: number, days: number, policy: SurchargePolicy): number {
  const grown = Math.floor((fineFen * policy.surchargePermillePerDay * days) / 1000);
  const cap = Math.floor((fineFen * policy.surchargeCapPermille) / 1000);
  return Math.min(grown, cap);
}
