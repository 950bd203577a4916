import { IsBoolean, IsIn, IsInt } from 'class-validator';
import { Command, Query, StaffCommand, type Nothing } from '../fields/commands';
import { IsInstant } from '../fields/days';
import type { TimelineEntry } from '../fields/decisions';
import { IsId, IsIdList } from '../fields/ids';
import { IsText } from '../fields/names';
import { Nested } from '../fields/nested';
import { ListOfCaller, PageQuery, type Page } from '../fields/pages';
import { IsOptional } from '../fields/optional';

/** Disputes of published violations, which an officer answers with written reasons. rules.md §3. */

export const DISPUTE_GROUNDS = [
  'emergency_vehicle',
  'stolen',
  'rescue_or_necessity',
  'dealt_with_on_site',
  'contradictory_signals',
  'evidence_unclear',
  'plate_misread',
  'cloned_plate',
  'other',
] as const;
export type DisputeGround = (typeof DISPUTE_GROUNDS)[number];

export const DISPUTE_STATUSES = ['open', 'upheld', 'eliminated', 'withdrawn'] as const;
/** `upheld`: the violation stands, published again; so it is when its disputer has `withdrawn` the dispute. */
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class DisputeBody {
  /** Why the violation should not stand. */
  @IsIn(DISPUTE_GROUNDS) ground: DisputeGround;
  /** What happened, in one's own words. */
  @IsText(1, 2000) statement: string;
  /** Evidence, uploaded before; may be none. */
  @IsIdList() documentIds: string[];
}
/** Taken by an officer from somebody present, of a vehicle that nobody but its owner can bind and whose papers they have. */
export class DeskDisputeBody extends DisputeBody {
  /** The violation. */
  @IsId() violationId: string;
  /** The licence of whoever is present and disputes. */
  @IsId() licenceId: string;
}
export class DisputeDecisionBody {
  /** `eliminate`: the violation is no more; `uphold`: it stands and is published again. */
  @IsIn(['eliminate', 'uphold']) decision: 'eliminate' | 'uphold';
  /** The written reasons, which the disputer reads. */
  @IsText(1, 2000) reason: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class OpenDispute extends Command {
  @IsId() violationId: string;
  @Nested(() => DisputeBody) body: DisputeBody;
}
export class DisputeAtDesk extends Command {
  @Nested(() => DeskDisputeBody) body: DeskDisputeBody;
}
export class DisputeOf extends Query {
  @IsId() disputeId: string;
}
export class ListDisputeReviews extends Query {
  @IsOptional() @IsIn(DISPUTE_STATUSES) status?: DisputeStatus;
  @Nested(() => PageQuery) page: PageQuery;
}
export class DecideDispute extends StaffCommand {
  @IsId() disputeId: string;
  @Nested(() => DisputeDecisionBody) body: DisputeDecisionBody;
}

// ---- answers -------------------------------------------------------------------------------------------

export class Dispute {
  /** The dispute. */
  disputeId: string;
  /** The violation. */
  violationId: string;
  /** Why the violation should not stand. */
  ground: DisputeGround;
  /** What happened, in the disputer's own words. */
  statement: string;
  /** The disputer's evidence; read at `/v1/documents/{documentId}`. */
  documentIds: string[];
  /** Open, or how it ended. */
  status: DisputeStatus;
  /** When it was made. */
  submittedAt: string;
  /** By when it is answered. */
  dueAt: string;
  /** When an officer answered; absent until then. */
  decidedAt?: string;
  /** The officer's, in writing. */
  reason?: string;
  /** What became of it, the oldest step first. */
  timeline: TimelineEntry[];
}
/** What an officer needs to answer it. */
export class DisputeReviewItem extends Dispute {
  /** Who disputes. */
  accountId: string;
  /** Number of the police's notice, by which the register knows the violation. */
  noticeNumber: string;
  /** Number plate, as it is stored. */
  plateNumber: string;
  /** Code of the violation in the catalogue. */
  code: string;
  /** When the violation happened. */
  occurredAt: string;
  /** Where it happened, as the police wrote it. */
  place: string;
  /** Of the violation. */
  evidenceIds: string[];
  /** Whether it is open beyond its day. */
  isOverdue: boolean;
  /** For `If-Match` of the next step; another one as soon as the item changes. */
  etag: string;
}

// ---- events --------------------------------------------------------------------------------------------

/** What every event of a dispute says; alone, that its author took it back and the violation is published again. Ground and statement stay between its author and the authority. */
export class DisputeEvent {
  @IsId() disputeId: string;
  @IsId() violationId: string;
  @IsId() vehicleId: string;
  /** Of whoever disputes. */
  @IsId() accountId: string;
  @IsId() ownerKey: string;
  @IsBoolean() ownVehicle: boolean;
  @IsInstant() at: string;
  @IsInt() version: number;
}
export class DisputeOpened extends DisputeEvent {
  @IsInstant() dueAt: string;
}
export class DisputeDecided extends DisputeEvent {
  @IsIn(['eliminate', 'uphold']) decision: 'eliminate' | 'uphold';
}

export const DISPUTE_EVENTS = {
  'dispute.opened': DisputeOpened,
  'dispute.decided': DisputeDecided,
  'dispute.withdrawn': DisputeEvent,
};

export const DISPUTE_REQUESTS = {
  'dispute.open': OpenDispute,
  'dispute.open-at-desk': DisputeAtDesk,
  'dispute.list': ListOfCaller,
  'dispute.get': DisputeOf,
  'dispute.withdraw': DisputeOf,
  'dispute-review.list': ListDisputeReviews,
  'dispute-review.get': DisputeOf,
  'dispute-review.decide': DecideDispute,
};

export interface DisputeReplies {
  'dispute.open': Dispute;
  'dispute.open-at-desk': Dispute;
  'dispute.list': Page<Dispute>;
  'dispute.get': Dispute;
  'dispute.withdraw': Nothing;
  'dispute-review.list': Page<DisputeReviewItem>;
  'dispute-review.get': DisputeReviewItem;
  'dispute-review.decide': DisputeReviewItem;
}
