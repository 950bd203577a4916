import { refuse, shanghaiDay, wording, type ConsentBody, type Refusal } from '@demerit/contracts';
import { expectedBy, isLapsed, isThawed, move, MOVES } from '../bindings/bindings.rules';
import type { BindingDocument, ConsentCode } from '../bindings/bindings.types';
import { firstRefusal, type Guard } from '../bindings/guards.rules';
import type { OwnerMessagesDocument } from './consent.types';

/** The owner's consent, in the app or by the code on the owner's phone. rules.md §2. */

const CODE_LIFE_MS = 5 * 60_000;
const CODE_TRIES = 5;
/** A new code goes out when an old one is of no use any more, at most one a minute. */
const NEXT_CODE_AFTER_MS = 60_000;
const CODES_PER_REQUEST = 3;
/** Whoever owns many cars, or is asked by many, is not called all day: beyond it the owner consents in the app. */
const MESSAGES_PER_OWNER_A_DAY = 5;

export function firstCode(realNow: Date): ConsentCode {
  return { generation: 1, issuedAt: realNow, tries: 0 };
}

/** Whether another code may be sent to an owner on this Shanghai day. */
export function mayMessage(messages: OwnerMessagesDocument | null, now: Date): boolean {
  return messages?.day !== shanghaiDay(now) || messages.ofDay < MESSAGES_PER_OWNER_A_DAY;
}

/** The messages to an owner with one more. */
export function withMessage(
  ownerKey: string,
  before: OwnerMessagesDocument | null,
  now: Date,
): OwnerMessagesDocument {
  const day = shanghaiDay(now);
  const ofDay = before?.day === day ? before.ofDay + 1 : 1;
  return { _id: ownerKey, day, ofDay, version: before?.version ?? 0 };
}

/** Exactly one of both ways. */
export function checkConsentForm({ decision, code }: ConsentBody): Refusal | undefined {
  if ((decision === undefined) !== (code === undefined)) return undefined;
  const message = wording('form.decision_or_code');
  return refuse('VALIDATION_FAILED', {
    errors: [
      { field: 'decision', message },
      { field: 'code', message },
    ],
  });
}

export interface ConsentAttempt {
  binding: BindingDocument;
  isOwner: boolean;
  isApplicant: boolean;
  /** Whether the code given is the newest one; absent where the owner answers in the app. */
  isCodeRight?: boolean;
  now: Date;
  realNow: Date;
}

export const CONSENT_GUARDS: readonly Guard<ConsentAttempt>[] = [
  {
    code: 'FORBIDDEN',
    holds: ({ isCodeRight, isOwner, isApplicant }) =>
      isCodeRight === undefined ? isOwner : isApplicant,
    details: ({ isOwner }) => ({
      title: wording('binding.not_yours_to_decide'),
      detail: wording('binding.owner_decides'),
      nextStep: wording(isOwner ? 'binding.decide_yourself' : 'binding.ask_owner'),
    }),
  },
  {
    code: 'BINDING_NOT_PENDING',
    holds: ({ binding, now }) =>
      MOVES[binding.status].includes('pending_review') && !isLapsed(binding, now),
  },
  {
    code: 'BINDING_FROZEN',
    holds: ({ binding }) => isThawed(binding),
  },
  {
    code: 'CONSENT_CODE_INVALID',
    holds: ({ isCodeRight, binding, realNow }) =>
      isCodeRight === undefined || (isCodeRight && isCodeUsable(binding.consentCode, realNow)),
  },
];

/** Whether consent may be given now, and in this way. `CONSENT_CODE_INVALID` is counted before it is said (`afterWrongCode`). */
export function checkConsent(attempt: ConsentAttempt): Refusal | undefined {
  return firstRefusal(CONSENT_GUARDS, attempt);
}

/** One answer for a wrong code and for one that is of no use any more. */
export function wrongCode(): Refusal {
  return refuse('CONSENT_CODE_INVALID');
}

export function grant(binding: BindingDocument, now: Date): BindingDocument | Refusal {
  return move(binding, 'pending_review', now, { expectedBy: expectedBy(now) });
}

export function deny(binding: BindingDocument, now: Date): BindingDocument | Refusal {
  return move(binding, 'consent_denied', now);
}

/** The binding after a wrong code: a try less, or a new code where the old one is of no use and one may be sent. */
export function afterWrongCode(
  binding: BindingDocument,
  mayMessageOwner: boolean,
  realNow: Date,
): BindingDocument {
  const { consentCode } = binding;
  if (!consentCode) return binding;
  if (isCodeUsable(consentCode, realNow)) {
    return { ...binding, consentCode: { ...consentCode, tries: consentCode.tries + 1 } };
  }
  const isTooSoon = realNow.getTime() - consentCode.issuedAt.getTime() < NEXT_CODE_AFTER_MS;
  const { generation: sent } = consentCode;
  if (isTooSoon || sent >= CODES_PER_REQUEST || !mayMessageOwner) return binding;
  const generation = sent + 1;
  return { ...binding, consentCode: { generation, issuedAt: realNow, tries: 0 } };
}

/** Whether the code of this generation may still be compared. */
function isCodeUsable(code: ConsentCode | undefined, realNow: Date): boolean {
  if (!code) return false;
  return realNow.getTime() - code.issuedAt.getTime() < CODE_LIFE_MS && code.tries < CODE_TRIES;
}
