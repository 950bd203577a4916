import { refuse, type Refusal } from '@demerit/contracts';

/** Another phone for an account. rules.md §1. */

/** Accounts are never merged. `ofPhone`: the account that has the number now. */
export function checkPhone(
  accountId: string,
  ofPhone: { _id: string } | undefined,
): Refusal | undefined {
  if (ofPhone && ofPhone._id !== accountId) return refuse('PHONE_TAKEN');
  return undefined;
}

/** One answer for either code, wrong, old, used up or never requested. */
export function wrongCodes(): Refusal {
  return refuse('PHONE_CHANGE_REFUSED');
}
