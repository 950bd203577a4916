import { refuse, type Refusal } from '@demerit/contracts';

/** Another phone for an account. rules.md §1. */

/** Accounts are never merged. `ofPhone`: the account that has the number now; `accountId`: the one that is to have it, if there is one yet. */
export function checkPhone(
  ofPhone: { _id: string } | undefined,
  accountId?: string,
): Refusal | undefined {
  if (ofPhone && ofPhone._id !== accountId) return refuse('PHONE_TAKEN');
  return undefined;
}

/** One answer for either code, wrong, old, used up or never requested. */
export function wrongCodes(): Refusal {
  return refuse('PHONE_CHANGE_REFUSED');
}
