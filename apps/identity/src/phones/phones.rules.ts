import { refuse, wording, type Refusal, type RefusalDetails, type Role } from '@demerit/contracts';

/** Another phone for an account. rules.md §1. */

/** The account that has the number now, and the one that is to have it, if there is one yet. */
export interface Taking {
  ofPhone: { _id: string } | undefined;
  accountId?: string;
}

/** Accounts are never merged. `said`: to an officer, at whose desk both accounts may be of the person who is present. */
export function checkPhone(
  { ofPhone, accountId }: Taking,
  said: Pick<RefusalDetails, 'nextStep'> = {},
): Refusal | undefined {
  if (ofPhone && ofPhone._id !== accountId) return refuse('PHONE_TAKEN', said);
  return undefined;
}

/** At a desk nobody is given what a member of staff may do: whoever has the phone logs in with all roles of the account. */
export function checkDeskPhone(
  { roles }: { roles: readonly Role[] },
  taking: Taking,
): Refusal | undefined {
  if (roles.every((role) => role === 'citizen'))
    return checkPhone(taking, { nextStep: wording('phone.taken_at_desk') });
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
