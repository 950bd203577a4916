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
  @IsIn(DISPUTE_GROUNDS) ground: DisputeGround;
  @IsText(1, 2000) statement: string;
  @IsIdList() documentIds: string[];
}
export class DisputeDecisionBody {
  @IsIn(['eliminate', 'uphold']) decision: 'eliminate' | 'uphold';
  @IsText(1, 2000) reason: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class OpenDispute extends Command {
  @IsId() violationId: string;
  @Nested(() => DisputeBody) body: DisputeBody;
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
  disputeId: string;
  violationId: string;
  ground: DisputeGround;
  statement: string;
  documentIds: string[];
  status: DisputeStatus;
  submittedAt: string;
  /** By when it is answered. */
  dueAt: string;
  decidedAt?: string;
  /** The officer's, in writing. */
  reason?: string;
  timeline: TimelineEntry[];
}
/** What an officer needs to answer it. */
export class DisputeReviewItem extends Dispute {
  accountId: string;
  noticeNumber: string;
  plateNumber: string;
  code: string;
  occurredAt: string;
  place: string;
  /** Of the violation. */
  evidenceIds: string[];
  isOverdue: boolean;
  etag: string;
}

// ---- events --------------------------------------------------------------------------------------------

/** What every event of a dispute says; alone, that its author took it back and the violation is published again. Ground and statement stay between its author and the authority. */
class DisputeEvent {
  @IsId() disputeId: string;
  @IsId() violationId: string;
  @IsId() vehicleId: string;
  /** Of whoever disputes. */
  @IsId() accountId: string;
  @IsId() ownerPersonKey: string;
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
  'dispute.list': ListOfCaller,
  'dispute.get': DisputeOf,
  'dispute.withdraw': DisputeOf,
  'dispute-review.list': ListDisputeReviews,
  'dispute-review.get': DisputeOf,
  'dispute-review.decide': DecideDispute,
};

export interface DisputeReplies {
  'dispute.open': Dispute;
  'dispute.list': Page<Dispute>;
  'dispute.get': Dispute;
  'dispute.withdraw': Nothing;
  'dispute-review.list': Page<DisputeReviewItem>;
  'dispute-review.get': DisputeReviewItem;
  'dispute-review.decide': DisputeReviewItem;
}
