import { refuse, type ConsentBody, type Refusal } from '@demerit/contracts';
import {
  checkMove,
  checkThawed,
  expectedBy,
  move,
  type BindingRecord,
  type ConsentCode,
} from '../bindings/bindings.rules';

/** The owner's consent, in the app or by the code on the owner's phone. rules.md §2. */

const CODE_LIFE_MS = 5 * 60_000;
const CODE_TRIES = 5;
/** A new code goes out when an old one is of no use any more, at most one a minute. */
const NEXT_CODE_AFTER_MS = 60_000;

export function firstCode(realNow: Date): ConsentCode {
  return { generation: 1, issuedAt: realNow, tries: 0 };
}

/** Exactly one of both ways. */
export function checkConsentForm({ decision, code }: ConsentBody): Refusal | undefined {
  if ((decision === undefined) !== (code === undefined)) return undefined;
  const message = 'give either decision (the owner) or code (the applicant)';
  return refuse('VALIDATION_FAILED', {
    errors: [
      { field: 'decision', message },
      { field: 'code', message },
    ],
  });
}

/** Whether consent may be given at all now. */
export function checkConsent(binding: BindingRecord, now: Date): Refusal | undefined {
  const status = isLapsed(binding, now) ? 'consent_expired' : binding.status;
  return checkMove(status, 'pending_review') ?? checkThawed(binding);
}

/** Right before the job that ends it has run. */
export function isLapsed(binding: BindingRecord, now: Date): boolean {
  const { consentExpiresAt, frozen } = binding;
  return !frozen && consentExpiresAt !== undefined && now >= consentExpiresAt;
}

export function grant(binding: BindingRecord, now: Date): BindingRecord | Refusal {
  return move(binding, 'pending_review', now, { expectedBy: expectedBy(now) });
}

/** Whether the code of this generation may still be compared. */
export function isCodeUsable({ issuedAt, tries }: ConsentCode, realNow: Date): boolean {
  return realNow.getTime() - issuedAt.getTime() < CODE_LIFE_MS && tries < CODE_TRIES;
}

/** The binding after a wrong code: a try less, or a new code where the old one is of no use. */
export function afterWrongCode(
  binding: BindingRecord,
  code: ConsentCode,
  realNow: Date,
): BindingRecord {
  const version = binding.version + 1;
  if (isCodeUsable(code, realNow)) {
    return { ...binding, consentCode: { ...code, tries: code.tries + 1 }, version };
  }
  const isTooSoon = realNow.getTime() - code.issuedAt.getTime() < NEXT_CODE_AFTER_MS;
  if (isTooSoon) return binding;
  const generation = code.generation + 1;
  return { ...binding, consentCode: { generation, issuedAt: realNow, tries: 0 }, version };
}
