import {
  refuse,
  wording,
  type DecisionBody,
  type DocumentKind,
  type IdentityStatus,
  type Refusal,
} from '@demerit/contracts';
import { checkIdNumber } from './id-number.rules';
import type { VerificationDocument } from './verification.types';

/** Real-name verification. rules.md §1. */

export const MOVES: Record<IdentityStatus, readonly IdentityStatus[]> = {
  unsubmitted: ['submitted'],
  submitted: ['verified', 'rejected'],
  verified: [],
  rejected: ['submitted'],
};

/** Pictures of both sides of the ID card. */
const REQUIRED_DOCUMENTS = ['id_card_front', 'id_card_back'] as const;

/** `documents`: those of the ids given that exist and are the applicant's. */
export function checkSubmission(
  status: IdentityStatus,
  submission: { idNumber: string; documents: readonly { kind: DocumentKind }[] },
): Refusal | undefined {
  if (!MOVES[status].includes('submitted')) return refuse('IDENTITY_ALREADY_SUBMITTED');
  return checkIdNumber(submission.idNumber) ?? checkSides(submission.documents);
}

/** Among identities submitted or verified an ID number stands once. */
export function idNumberTaken(): Refusal {
  return refuse('ID_NUMBER_TAKEN');
}

/** The status a reviewer's decision leads to. */
export function decide(
  status: IdentityStatus,
  decision: DecisionBody['decision'],
): 'verified' | 'rejected' | Refusal {
  const next = decision === 'approve' ? 'verified' : 'rejected';
  return MOVES[status].includes(next) ? next : refuse('DECISION_NOT_POSSIBLE');
}

/** An identity with the decision on it. Rejected, it gives its ID number back: another account may be the right one. */
export function decided(
  before: VerificationDocument,
  status: 'verified' | 'rejected',
  reason: string | undefined,
  now: Date,
): VerificationDocument {
  const after = { ...before, status, decidedAt: now };
  if (status === 'verified') return after;
  const { personKey: _, ...rejected } = after;
  return { ...rejected, ...(reason !== undefined && { rejectedReason: reason }) };
}

function checkSides(documents: readonly { kind: DocumentKind }[]): Refusal | undefined {
  const missing = REQUIRED_DOCUMENTS.filter((kind) => !documents.some((own) => own.kind === kind));
  if (missing.length === 0) return undefined;
  return refuse('DOCUMENTS_REQUIRED', {
    detail: wording('documents.missing', { kinds: missing }),
  });
}
