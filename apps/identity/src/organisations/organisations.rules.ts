import {
  checkOrganisationCode,
  refuse,
  secondsToNextDay,
  shanghaiDay,
  wording,
  type DecisionBody,
  type DocumentKind,
  type IdentityStatus,
  type OrganisationStatus,
  type Refusal,
} from '@demerit/contracts';
import type { OrganisationDocument } from './organisations.types';

/** Who acts for which organisation. rules.md §2. */

export const MOVES: Record<OrganisationStatus, readonly OrganisationStatus[]> = {
  submitted: ['approved', 'rejected', 'left'],
  approved: ['removed', 'left'],
  rejected: ['submitted'],
  left: ['submitted'],
  removed: ['submitted'],
};

/** What shows that there is such an organisation, and that it wants to be acted for. */
const REQUIRED_DOCUMENTS = ['business_licence', 'authorisation'] as const;

/** Of a day in real time, over all organisations. */
const SUBMISSIONS_PER_DAY = 5;
/** For how many an account acts or asks to act. */
const MOST_OF_ACCOUNT = 20;
/** Who act for one organisation: each is told of what happens with its vehicles. */
const MOST_DELEGATES = 50;

export interface OrganisationRequest {
  identityStatus: IdentityStatus;
  organisationCode: string;
  /** The account's request of before for this organisation. */
  before: OrganisationDocument | undefined;
  /** All of the account's. */
  all: readonly OrganisationDocument[];
  /** Those of the ids given that exist and are the account's. */
  documents: readonly { kind: DocumentKind }[];
  realNow: Date;
}

export function checkRequest(request: OrganisationRequest): Refusal | undefined {
  const { identityStatus, organisationCode, before, all, documents, realNow } = request;
  if (identityStatus !== 'verified')
    return refuse('IDENTITY_NOT_VERIFIED', { reason: 'organisation' });
  if (before && !isOver(before)) return refuse('ORGANISATION_EXISTS');
  if (submissionsOn(shanghaiDay(realNow), all) >= SUBMISSIONS_PER_DAY)
    return refuse('RATE_LIMITED', { retryAfterSeconds: secondsToNextDay(realNow) });
  if (all.filter((one) => !isOver(one)).length >= MOST_OF_ACCOUNT)
    return refuse('ORGANISATION_LIMIT_REACHED', {
      detail: wording('organisation.most_of_account', { most: MOST_OF_ACCOUNT }),
    });
  return checkOrganisationCode(organisationCode) ?? checkDocuments(documents);
}

/** How the submissions of a day are counted with one more. */
export function withSubmission(
  before: Pick<OrganisationDocument, 'day' | 'ofDay'> | undefined,
  realNow: Date,
): { day: string; ofDay: number } {
  const day = shanghaiDay(realNow);
  return { day, ofDay: submissionsOn(day, before ? [before] : []) + 1 };
}

/** A reviewer's decision: a rejection of what is approved takes the approval back. `delegates`: how many act for the organisation already. */
export function decide(
  { status }: Pick<OrganisationDocument, 'status'>,
  decision: DecisionBody['decision'],
  delegates: number,
): 'approved' | 'rejected' | 'removed' | Refusal {
  const rejected = status === 'approved' ? 'removed' : 'rejected';
  const next = decision === 'approve' ? 'approved' : rejected;
  if (!MOVES[status].includes(next)) return refuse('DECISION_NOT_POSSIBLE', { reason: status });
  if (next === 'approved' && delegates >= MOST_DELEGATES)
    return refuse('ORGANISATION_LIMIT_REACHED', {
      detail: wording('organisation.most_delegates', { most: MOST_DELEGATES }),
    });
  return next;
}

/** With the decision on it. */
export function decided(
  before: OrganisationDocument,
  status: 'approved' | 'rejected' | 'removed',
  reason: string | undefined,
  now: Date,
): OrganisationDocument {
  const after = { ...before, status, decidedAt: now, ...endOfActing(before, now) };
  if (status === 'approved' || reason === undefined) return after;
  return { ...after, rejectedReason: reason };
}

/** The account acts for it no longer, or does not ask to any longer; undefined where there is nothing to leave. */
export function left(before: OrganisationDocument, now: Date): OrganisationDocument | undefined {
  if (!MOVES[before.status].includes('left')) return undefined;
  return { ...before, status: 'left', ...endOfActing(before, now) };
}

/** An organisation for which somebody acted, until when. */
export interface FormerKey {
  key: string;
  until: Date;
}

export function formerKey({ ownerKey: key, actedUntil: until }: OrganisationDocument): FormerKey[] {
  return until === undefined ? [] : [{ key, until }];
}

/** Until when somebody acted is kept, whatever ends it: what happened with its vehicles until then stays their own case. */
function endOfActing(
  { status }: Pick<OrganisationDocument, 'status'>,
  now: Date,
): Pick<OrganisationDocument, 'actedUntil'> {
  return status === 'approved' ? { actedUntil: now } : {};
}

/** What is over may be asked for again. */
function isOver({ status }: Pick<OrganisationDocument, 'status'>): boolean {
  return MOVES[status].includes('submitted');
}

function submissionsOn(
  day: string,
  all: readonly Pick<OrganisationDocument, 'day' | 'ofDay'>[],
): number {
  const ofDay = all.filter((one) => one.day === day);
  return ofDay.reduce((sum, one) => sum + one.ofDay, 0);
}

function checkDocuments(documents: readonly { kind: DocumentKind }[]): Refusal | undefined {
  const missing = REQUIRED_DOCUMENTS.filter((kind) => !documents.some((own) => own.kind === kind));
  if (missing.length === 0) return undefined;
  return refuse('DOCUMENTS_REQUIRED', {
    detail: wording('documents.missing', {
      kinds: missing.map((kind) => wording(`document.${kind}`)),
    }),
  });
}
