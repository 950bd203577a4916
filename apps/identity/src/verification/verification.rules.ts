import {
  checkIdNumber,
  refuse,
  secondsToNextDay,
  shanghaiDay,
  wording,
  type DecisionBody,
  type DocumentKind,
  type IdentityStatus,
  type Refusal,
} from '@demerit/contracts';
import type { VerificationDocument } from '../identities/verification.types';

/** Real-name verification. rules.md §1. */

export const MOVES: Record<IdentityStatus, readonly IdentityStatus[]> = {
  // At once: somebody who came to a desk with their papers.
  unsubmitted: ['submitted', 'verified'],
  submitted: ['verified', 'rejected'],
  verified: [],
  rejected: ['submitted'],
};

/** Pictures of both sides of the ID card. */
const REQUIRED_DOCUMENTS = ['id_card_front', 'id_card_back'] as const;

/** Of a day in real time; a rejection may be answered by another submission, but not without end. */
const SUBMISSIONS_PER_DAY = 5;

/** `documents`: those of the ids given that exist and are the applicant's. Of other accounts a submission learns nothing. */
export function checkSubmission(
  before: Pick<VerificationDocument, 'status' | 'day' | 'ofDay'> | undefined,
  submission: { idNumber: string; documents: readonly { kind: DocumentKind }[] },
  { now, realNow }: { now: Date; realNow: Date },
): Refusal | undefined {
  const status: IdentityStatus = before?.status ?? 'unsubmitted';
  if (!MOVES[status].includes('submitted')) return refuse('IDENTITY_ALREADY_SUBMITTED');
  if (submittedOn(shanghaiDay(realNow), before) >= SUBMISSIONS_PER_DAY) {
    return refuse('RATE_LIMITED', { retryAfterSeconds: secondsToNextDay(realNow) });
  }
  return checkIdNumber(submission.idNumber, now) ?? checkSides(submission.documents);
}

/** How the submissions of a day are counted with one more. */
export function withSubmission(
  before: Pick<VerificationDocument, 'day' | 'ofDay'> | undefined,
  realNow: Date,
): { day: string; ofDay: number } {
  const day = shanghaiDay(realNow);
  return { day, ofDay: submittedOn(day, before) + 1 };
}

function submittedOn(
  day: string,
  before: Pick<VerificationDocument, 'day' | 'ofDay'> | undefined,
): number {
  return before?.day === day ? (before.ofDay ?? 0) : 0;
}

/**
 * The status a reviewer's decision leads to. Among verified identities an ID number stands once: of the account that has it already (`holder`)
 * the reviewer is told, and nobody else.
 */
export function decide(
  { _id, status }: Pick<VerificationDocument, '_id' | 'status'>,
  decision: DecisionBody['decision'],
  holder: { _id: string } | undefined,
): 'verified' | 'rejected' | Refusal {
  const next = decision === 'approve' ? 'verified' : 'rejected';
  if (status !== 'submitted') return refuse('DECISION_NOT_POSSIBLE');
  if (next === 'verified' && holder !== undefined && holder._id !== _id) {
    return refuse('ID_NUMBER_TAKEN', {
      detail: wording('verification.taken', { accountId: holder._id }),
      accountId: holder._id,
    });
  }
  return next;
}

/** An identity with the decision on it. */
export function decided(
  before: VerificationDocument,
  status: 'verified' | 'rejected',
  reason: string | undefined,
  now: Date,
): VerificationDocument {
  const after = { ...before, status, decidedAt: now };
  if (status === 'verified' || reason === undefined) return after;
  return { ...after, rejectedReason: reason };
}

function checkSides(documents: readonly { kind: DocumentKind }[]): Refusal | undefined {
  const missing = REQUIRED_DOCUMENTS.filter((kind) => !documents.some((own) => own.kind === kind));
  if (missing.length === 0) return undefined;
  return refuse('DOCUMENTS_REQUIRED', {
    detail: wording('documents.missing', {
      kinds: missing.map((kind) => wording(`document.${kind}`)),
    }),
  });
}
