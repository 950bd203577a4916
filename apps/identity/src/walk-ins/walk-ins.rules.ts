import { checkIdNumber, refuse, SHOWN_AT_DESK, wording, type Refusal } from '@demerit/contracts';
import { checkPhone } from '../phones/phones.rules';

/** Somebody comes to a desk and has no account. rules.md §1. */

export interface WalkIn {
  idNumber: string;
  papersSeen: readonly (typeof SHOWN_AT_DESK)[number][];
  /** The account that is verified with the number. */
  ofNumber: { _id: string } | undefined;
  /** The account that has the phone, if one was given. */
  ofPhone: { _id: string } | undefined;
}

/** Whether an account may be made for the person: accounts are never merged. Whether the licence is theirs is for its claim to say. */
export function checkWalkIn(
  { idNumber, papersSeen, ofNumber, ofPhone }: WalkIn,
  now: Date,
): Refusal | undefined {
  const wrongNumber = checkIdNumber(idNumber, now);
  if (wrongNumber) return wrongNumber;
  const missing = SHOWN_AT_DESK.filter((kind) => !papersSeen.includes(kind));
  if (missing.length > 0) {
    return refuse('DOCUMENTS_REQUIRED', {
      detail: wording('documents.missing', {
        kinds: missing.map((kind) => wording(`document.${kind}`)),
      }),
      nextStep: wording('walk_in.show_papers'),
    });
  }
  if (ofNumber) {
    const { _id: accountId } = ofNumber;
    return refuse('ID_NUMBER_TAKEN', {
      detail: wording('verification.taken', { accountId }),
      nextStep: wording('walk_in.taken', { accountId }),
      accountId,
    });
  }
  return checkPhone({ ofPhone }, { nextStep: wording('walk_in.phone_taken') });
}
