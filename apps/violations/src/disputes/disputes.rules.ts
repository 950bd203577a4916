import {
  checkIfMatch,
  etagOf,
  refuse,
  wording,
  type Dispute,
  type DisputeBody,
  type DisputeDecisionBody,
  type DisputeReviewItem,
  type DisputeStatus,
  type DocumentKind,
  type OwnerThen,
  type Person,
  type Policy,
  type Refusal,
  type VehicleAccess,
} from '@demerit/contracts';
import { movedByDispute } from '../register/violations.rules';
import { notOpen, type Reader } from '../register/open.rules';
import type { ViolationDocument } from '../register/violations.types';
import type { DisputeDocument } from './disputes.types';

const DAY_MS = 86_400_000;

/** From where to where a dispute may go. rules.md §3. */
export const DISPUTE_MOVES: Readonly<Record<DisputeStatus, readonly DisputeStatus[]>> = {
  open: ['upheld', 'eliminated', 'withdrawn'],
  upheld: [],
  eliminated: [],
  withdrawn: [],
};

/** Whose a dispute is that the account makes: the organisation's for which it acts, or the person's. */
export interface Disputer {
  accountId: string;
  organisationKey?: string;
}

/** Whoever has bound the car disputes for themselves, also where they act for the organisation that owned it. rules.md §3.dispute.once */
export function disputerOf(
  accountId: string,
  { relation, vehicle }: Pick<VehicleAccess, 'relation' | 'vehicle'>,
): Disputer {
  if (relation !== 'delegate' || vehicle === null) return { accountId };
  return { accountId, organisationKey: vehicle.ownerKey };
}

/** Somebody who asks for disputes, with the organisations for which they act now. */
export interface DisputeReader {
  accountId: string;
  organisationKeys: readonly string[];
}

/** Who disputes what, as the owners of the facts gave it. */
export interface Disputing {
  accountId: string;
  /** Whether they, or the organisation for which they act, have disputed it before. */
  wasMade: boolean;
  access: VehicleAccess;
  /** Of the documents named, those that are the disputer's. */
  uploaded: readonly { documentId: string; kind: DocumentKind }[];
  body: DisputeBody;
}

/** A dispute with the violation as it stands with it; saved together. */
export interface Disputed {
  dispute: DisputeDocument;
  violation: ViolationDocument;
}

/** Only a published violation can be disputed, by each person and each organisation once: what was accepted is not disputed any more, what was taken back neither. */
export function refuseDispute(
  violation: Pick<ViolationDocument, 'status' | 'handling'>,
  wasMade: boolean,
  reader: Reader,
): Refusal | undefined {
  if (violation.status !== 'published') return notOpen(violation, reader);
  if (!wasMade) return undefined;
  const forOrganisation = { title: wording('dispute.made_for_organisation') };
  return refuse('DISPUTE_ALREADY_MADE', reader.relation === 'delegate' ? forOrganisation : {});
}

/** Of a car that somebody may bind the desk takes none: its owner, and whoever has bound it, dispute themselves. */
export function refuseAtDesk({ vehicle }: Pick<VehicleAccess, 'vehicle'>): Refusal | undefined {
  if (vehicle === null) {
    return refuse('DISPUTE_NOT_AT_DESK', {
      reason: 'not_registered',
      detail: wording('vehicle.not_registered'),
      nextStep: wording('vehicle.await_registration'),
    });
  }
  return vehicle.bindable ? refuse('DISPUTE_NOT_AT_DESK', { reason: 'bindable' }) : undefined;
}

/** Evidence must be of its kind, because that is what officers read (rules.md §1). */
export function openDispute(
  disputeId: string,
  violation: ViolationDocument,
  { accountId, wasMade, access, uploaded, body }: Disputing,
  policy: Pick<Policy, 'disputeAnswerDays'>,
  now: Date,
): Disputed | Refusal {
  const { relation } = access;
  const refusal = refuseDispute(violation, wasMade, { accountId, relation });
  if (refusal) return refusal;
  const evidence = uploaded.filter(({ kind }) => kind === 'evidence');
  if (!body.documentIds.every((id) => evidence.some(({ documentId }) => documentId === id))) {
    return refuse('DOCUMENTS_REQUIRED', { detail: wording('documents.not_evidence') });
  }
  if (access.vehicle === null) throw new Error(`${violation._id} is open to nobody's dispute`);
  const dispute: DisputeDocument = {
    _id: disputeId,
    violationId: violation._id,
    vehicleId: access.vehicle.vehicleId,
    plateId: violation.vehicleId,
    occurredAt: violation.occurredAt,
    accountId,
    ownerKey: access.vehicle.ownerKey,
    ownVehicle: access.relation === 'owner',
    forOrganisation: disputerOf(accountId, access).organisationKey !== undefined,
    ground: body.ground,
    statement: body.statement,
    documentIds: body.documentIds,
    status: 'open',
    submittedAt: now,
    dueAt: new Date(now.getTime() + policy.disputeAnswerDays * DAY_MS),
    timeline: [{ at: now.toISOString(), what: 'submitted' }],
    version: 0,
  };
  return { dispute, violation: movedByDispute(violation, 'disputed') };
}

/** An officer's answer, with written reasons: the violation is eliminated, or stands and is published again. */
export function decideDispute(
  { dispute, violation }: Disputed,
  command: { by: string; ifMatch: string | undefined; body: DisputeDecisionBody },
  now: Date,
): Disputed | Refusal {
  const outdated = checkIfMatch(dispute, command.ifMatch);
  if (outdated) return outdated;
  const { decision, reason } = command.body;
  const status = decision === 'eliminate' ? 'eliminated' : 'upheld';
  if (!DISPUTE_MOVES[dispute.status].includes(status)) return refuse('DECISION_NOT_POSSIBLE');
  return {
    dispute: {
      ...dispute,
      status,
      decided: { at: now, by: command.by, reason },
      timeline: [...dispute.timeline, { at: now.toISOString(), what: status }],
    },
    violation: movedByDispute(violation, decision === 'eliminate' ? 'eliminated' : 'published'),
  };
}

/** Whose it is takes it back while it is open: the violation is published again. */
export function withdrawDispute({ dispute, violation }: Disputed, now: Date): Disputed | Refusal {
  if (!DISPUTE_MOVES[dispute.status].includes('withdrawn'))
    return refuse('DECISION_NOT_POSSIBLE', { reason: dispute.status });
  const step = { at: now.toISOString(), what: 'withdrawn' as const };
  return {
    dispute: { ...dispute, status: 'withdrawn', timeline: [...dispute.timeline, step] },
    violation: movedByDispute(violation, 'published'),
  };
}

/** An organisation's is of whoever acts for it now, and of its author no longer than that. rules.md §3.dispute.organisation */
export function isTheirDispute(
  { accountId, ownerKey, forOrganisation }: Owned,
  reader: DisputeReader,
): boolean {
  return forOrganisation === true
    ? reader.organisationKeys.includes(ownerKey)
    : accountId === reader.accountId;
}

type Owned = Pick<DisputeDocument, 'accountId' | 'ownerKey' | 'forOrganisation'>;

/** Theirs, and the owner's of the car when it happened, or whoever acts for that owner, as vehicles says it now. */
export function maySeeDispute(
  dispute: Owned,
  reader: DisputeReader,
  { relation, actsForOwner }: Pick<VehicleAccess, 'relation' | 'actsForOwner'>,
): boolean {
  return isTheirDispute(dispute, reader) || relation === 'owner' || actsForOwner === true;
}

/** Whom a dispute concerns as vehicles says it now; `owner`: of then, null where no vehicle of the register had the plate. */
export function concernedBy(
  dispute: Pick<DisputeDocument, 'vehicleId' | 'accountId' | 'ownerKey' | 'ownVehicle'>,
  owner: OwnerThen | null,
  author: Pick<Person, 'personKey'>,
): Pick<DisputeDocument, 'vehicleId' | 'accountId' | 'ownerKey' | 'ownVehicle'> {
  const { vehicleId, accountId, ownerKey, ownVehicle } = dispute;
  if (owner === null) return { vehicleId, accountId, ownerKey, ownVehicle };
  const { vehicleId: ofThen, ownerKey: now } = owner;
  return { vehicleId: ofThen, ownerKey: now, accountId, ownVehicle: now === author.personKey };
}

/** As its author and the owner see it; which officer answered stays within the authority. */
export function disputeAsSeen(dispute: DisputeDocument): Dispute {
  const { decided } = dispute;
  return {
    disputeId: dispute._id,
    violationId: dispute.violationId,
    ground: dispute.ground,
    statement: dispute.statement,
    documentIds: dispute.documentIds,
    status: dispute.status,
    submittedAt: dispute.submittedAt.toISOString(),
    dueAt: dispute.dueAt.toISOString(),
    ...(decided && { decidedAt: decided.at.toISOString(), reason: decided.reason }),
    timeline: dispute.timeline,
  };
}

export function reviewItem({ dispute, violation }: Disputed, now: Date): DisputeReviewItem {
  return {
    ...disputeAsSeen(dispute),
    accountId: dispute.accountId,
    noticeNumber: violation.noticeNumber,
    plateNumber: violation.plateNumber,
    code: violation.code,
    occurredAt: violation.occurredAt.toISOString(),
    place: violation.place,
    evidenceIds: violation.evidenceIds,
    isOverdue: dispute.status === 'open' && dispute.dueAt < now,
    etag: etagOf(dispute),
  };
}
