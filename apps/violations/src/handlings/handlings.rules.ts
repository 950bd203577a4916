import {
  refuse,
  type Language,
  type Policy,
  type Refusal,
  type Revocation,
  type TimelineEntry,
} from '@demerit/contracts';

/** Where a handling stands. `deciding`: between the steps of an acceptance; `withdrawing`: its order is being cancelled. */
export type HandlingStage =
  'deciding' | 'refused' | 'decided' | 'withdrawing' | 'withdrawn' | 'closed' | 'revoked';

/** From where to where a handling may go. rules.md §3. */
export const HANDLING_MOVES: Readonly<Record<HandlingStage, readonly HandlingStage[]>> = {
  deciding: ['decided', 'refused'],
  refused: [],
  // Straight to withdrawn: the order was cancelled by an attempt that another one had given up on.
  decided: ['withdrawing', 'withdrawn', 'closed', 'revoked'],
  withdrawing: ['withdrawn', 'decided', 'closed', 'revoked'],
  withdrawn: [],
  closed: ['revoked'],
  revoked: [],
};

/** One of these stages at a time a violation, by a unique index. */
const LIVE: readonly HandlingStage[] = ['deciding', 'decided', 'withdrawing', 'closed'];

/** Stages a caller may know of. */
export const SHOWN_STAGES: readonly HandlingStage[] = [
  'decided',
  'withdrawing',
  'withdrawn',
  'closed',
  'revoked',
];

/** A refusal as the ledger gave it. */
export interface StoredRefusal {
  code: string;
  [more: string]: unknown;
}

/** Driver, licence and vehicle of a handling as their owners told them when it began. */
export interface HandlingFacts {
  violationId: string;
  violationOccurredAt: string;
  accountId: string;
  personKey: string;
  licenceId: string;
  licenceFirstIssuedOn: string;
  vehicleId: string;
  vehicleRegisteredOn: string;
  ownerPersonKey: string;
  ownVehicle: boolean;
  method: 'online' | 'window';
  /** Account of the officer who accepted at the window. */
  officerId?: string;
}

/** A penalty decision as it was issued; nothing in it changes afterwards, whatever becomes of order and catalogue. */
export interface DecisionRecord {
  decisionNumber: string;
  decidedAt: string;
  dueOn: string;
  fineFen: number;
  points: number;
  facts: Record<Language, string>;
  legalBasis: Record<Language, string>;
  remedies: Record<Language, string>;
}

export interface HandlingRecord extends HandlingFacts {
  _id: string;
  stage: HandlingStage;
  live: boolean;
  /** Null where the fine is 0. */
  orderId: string | null;
  decision: DecisionRecord;
  /** The idempotency key it began under, until the answer stands under the key. */
  key?: { id: string; bodyHash: string };
  /** While something is left to be done: when to try it again, by the real clock. */
  retryAt?: Date;
  refusal?: StoredRefusal;
  /** Of a decision taken back. */
  revocation?: Revocation;
  /** The version that said `violation.decided`. */
  decidedVersion?: number;
  entry?: RecordedEntry;
  receiptNumber?: string;
  timeline: TimelineEntry[];
  version: number;
}

export interface RecordedEntry {
  entryId: string;
  balance: number;
  because: 'paid' | 'no_fine' | 'overdue';
}

/** Step 1 of an acceptance: nothing is decided yet, but all that will be said is fixed. */
export function beginHandling(
  handlingId: string,
  facts: HandlingFacts,
  decision: DecisionRecord,
  orderId: string,
  key: { id: string; bodyHash: string } | undefined,
  retryAt: Date,
): HandlingRecord {
  return {
    ...facts,
    _id: handlingId,
    stage: 'deciding',
    live: true,
    orderId: decision.fineFen === 0 ? null : orderId,
    decision,
    ...(key === undefined ? {} : { key: { id: key.id, bodyHash: key.bodyHash } }),
    retryAt,
    timeline: [{ at: decision.decidedAt, what: 'accepted' }],
    version: 1,
  };
}

/** The key began this handling: who asks the same again goes on with it, who asks something else is refused. */
export function continueUnder(
  handling: HandlingRecord,
  key: { bodyHash: string },
): HandlingRecord | Refusal {
  return handling.key?.bodyHash === key.bodyHash ? handling : refuse('IDEMPOTENCY_KEY_REUSED');
}

/** Step 3, the ledger has reserved the points. */
export function decideHandling(handling: HandlingRecord): HandlingRecord {
  const { key, retryAt, ...rest } = moved(handling, 'decided');
  const step = { at: handling.decision.decidedAt, what: 'decision_issued' };
  return { ...rest, decidedVersion: rest.version, timeline: [...rest.timeline, step] };
}

/** Step 3, the ledger has refused. */
export function refuseHandling(handling: HandlingRecord, refusal: StoredRefusal): HandlingRecord {
  const { key, retryAt, ...rest } = moved(handling, 'refused');
  return { ...rest, refusal };
}

/** The fine was paid; null when that was known. Facts are kept in every stage, whichever is heard first. */
export function withPayment(
  handling: HandlingRecord,
  receiptNumber: string,
  at: string,
): HandlingRecord | null {
  if (handling.receiptNumber !== undefined) return null;
  return closedWhenComplete(withStep({ ...handling, receiptNumber }, { at, what: 'paid' }), at);
}

/** The points were recorded; null when that was known: the unique cause of a record is the handling. */
export function withEntry(
  handling: HandlingRecord,
  entry: RecordedEntry,
  at: string,
): HandlingRecord | null {
  if (handling.entry !== undefined) return null;
  const what = entry.because === 'overdue' ? 'points_recorded_overdue' : 'points_recorded';
  return closedWhenComplete(withStep({ ...handling, entry }, { at, what }), at);
}

/** A handling closes when its points are recorded and its order is paid or absent. rules.md §3. */
function closedWhenComplete(handling: HandlingRecord, at: string): HandlingRecord {
  const isOpen = handling.stage === 'decided' || handling.stage === 'withdrawing';
  if (!isOpen || handling.entry === undefined || !isPaid(handling)) return handling;
  const { retryAt, ...rest } = handling;
  return { ...rest, stage: 'closed', timeline: [...rest.timeline, { at, what: 'closed' }] };
}

/** Whether the driver may still take the acceptance back; whether a payment is open only payments can say. rules.md §3. */
export function refuseWithdrawal(
  handling: HandlingRecord,
  policy: Pick<Policy, 'withdrawalHours'>,
  now: Date,
): Refusal | undefined {
  const heldMs = now.getTime() - Date.parse(handling.decision.decidedAt);
  const isInTime = heldMs <= policy.withdrawalHours * 3_600_000;
  const isPossible =
    handling.stage === 'withdrawing' ||
    (handling.stage === 'decided' && !isPaid(handling) && !handling.entry && isInTime);
  return isPossible ? undefined : refuse('WITHDRAWAL_NOT_POSSIBLE');
}

/** Begins, or begins again under a new version, by which an earlier attempt sees that it is not alone. */
export function beginWithdrawal(handling: HandlingRecord, retryAt: Date): HandlingRecord {
  if (handling.stage === 'withdrawing') {
    return { ...handling, retryAt, version: handling.version + 1 };
  }
  return { ...moved(handling, 'withdrawing'), retryAt };
}

/** Payments refused to cancel the order. */
export function giveUpWithdrawal(handling: HandlingRecord): HandlingRecord {
  const { retryAt, ...rest } = moved(handling, 'decided');
  return rest;
}

/** The order is cancelled, so that there is no way back. */
export function withdrawHandling(handling: HandlingRecord, at: string): HandlingRecord {
  const { retryAt, ...rest } = moved(handling, 'withdrawn');
  return { ...rest, timeline: [...rest.timeline, { at, what: 'withdrawn' }] };
}

/** Only a decision that was made and not withdrawn can be taken back, once; whether it is paid or recorded makes no difference. rules.md §3. */
export function refuseRevocation({ stage }: HandlingRecord): Refusal | undefined {
  if (HANDLING_MOVES[stage].includes('revoked')) return undefined;
  return refuse('REVOCATION_NOT_POSSIBLE', { reason: stage });
}

export function revokeHandling(handling: HandlingRecord, revocation: Revocation): HandlingRecord {
  const { retryAt, ...rest } = moved(handling, 'revoked');
  const step = { at: revocation.at, what: 'revoked' };
  return { ...rest, revocation, timeline: [...rest.timeline, step] };
}

function moved(handling: HandlingRecord, to: HandlingStage): HandlingRecord {
  if (!HANDLING_MOVES[handling.stage].includes(to)) {
    throw new Error(`handling ${handling._id} cannot go from ${handling.stage} to ${to}`);
  }
  return { ...handling, stage: to, live: LIVE.includes(to), version: handling.version + 1 };
}

function withStep(handling: HandlingRecord, step: TimelineEntry): HandlingRecord {
  return { ...handling, timeline: [...handling.timeline, step], version: handling.version + 1 };
}

/** There is nothing left to pay. */
export function isPaid(handling: HandlingRecord): boolean {
  return handling.orderId === null || handling.receiptNumber !== undefined;
}
