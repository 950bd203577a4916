import { refuse, wording, type Refusal, type Role } from '@demerit/contracts';

/** Another phone for an account. rules.md §1. */

/** Accounts are never merged. `ofPhone`: the account that has the number now; `accountId`: the one that is to have it, if there is one yet. */
export function checkPhone(
  ofPhone: { _id: string } | undefined,
  accountId?: string,
): Refusal | undefined {
  if (ofPhone && ofPhone._id !== accountId) return refuse('PHONE_TAKEN');
  return undefined;
}

/** At a desk nobody is given what a member of staff may do: whoever has the phone logs in with all roles of the account. */
export function checkDeskPhone({ roles }: { roles: readonly Role[] }): Refusal | undefined {
  if (roles.every((role) => role === 'citizen')) return undefined;
  return refuse('PHONE_CHANGE_REFUSED', {
    reason: 'staff_account',
    title: wording('phone.staff_account'),
    nextStep: wording('phone.staff_account_step'),
  });
}

/** One answer for either code, wrong, old, used up or never requested. */
export function wrongCodes(): Refusal {
  return refuse('PHONE_CHANGE_REFUSED');
}
