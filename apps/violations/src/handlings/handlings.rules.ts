import {
  holdersOf,
  refuse,
  wording,
  type Concerned,
  type Policy,
  type Refusal,
  type TimelineEntry,
  type HandlingStage,
  type OwnerThen,
} from '@demerit/contracts';
import type {
  HandlingDocument,
  HandlingFacts,
  IssuedDecision,
  RecordedEntry,
  StoredRefusal,
} from './handlings.types';

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

/** Step 1 of an acceptance: nothing is decided yet, but all that will be said is fixed. */
export function beginHandling(
  handlingId: string,
  facts: HandlingFacts,
  decision: IssuedDecision,
  orderId: string,
  key: { id: string; bodyHash: string } | undefined,
  retryAt: Date,
): HandlingDocument {
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
    version: 0,
  };
}

/** The key began this handling: who asks the same again goes on with it, who asks something else is refused. */
export function continueUnder(
  handling: HandlingDocument,
  key: { bodyHash: string },
): HandlingDocument | Refusal {
  return handling.key?.bodyHash === key.bodyHash ? handling : refuse('IDEMPOTENCY_KEY_REUSED');
}

/** Step 3, the ledger has reserved the points. */
export function decideHandling(handling: HandlingDocument): HandlingDocument {
  const { key, ...rest } = withNothingLeft(moved(handling, 'decided'));
  const step = { at: handling.decision.decidedAt, what: 'decision_issued' as const };
  return { ...rest, timeline: [...rest.timeline, step] };
}

/** Step 3, the ledger has refused. */
export function refuseHandling(
  handling: HandlingDocument,
  refusal: StoredRefusal,
): HandlingDocument {
  const { key, ...rest } = withNothingLeft(moved(handling, 'refused'));
  return { ...rest, refusal };
}

/** The fine was paid; null when that stood there already. Facts are kept in every stage, whichever comes first. */
export function withPayment(
  handling: HandlingDocument,
  receiptNumber: string,
  at: string,
): HandlingDocument | null {
  if (handling.receiptNumber !== undefined) return null;
  return closedWhenComplete(withStep({ ...handling, receiptNumber }, { at, what: 'paid' }));
}

/** The points were recorded; null when that stood there already: the unique cause of a record is the handling. */
export function withEntry(
  handling: HandlingDocument,
  entry: RecordedEntry,
  at: string,
): HandlingDocument | null {
  if (handling.entry !== undefined) return null;
  const what = entry.because === 'overdue' ? 'points_recorded_overdue' : 'points_recorded';
  return closedWhenComplete(withStep({ ...handling, entry }, { at, what }));
}

/** A handling closes when its points are recorded and its order is paid or absent. rules.md §3. */
function closedWhenComplete(handling: HandlingDocument): HandlingDocument {
  const isOpen = handling.stage === 'decided' || handling.stage === 'withdrawing';
  if (!isOpen || handling.entry === undefined || !isPaid(handling)) return handling;
  const rest = withNothingLeft(handling);
  return withStep({ ...rest, stage: 'closed' }, { at: lastStepAt(rest), what: 'closed' });
}

/** The instant of the newest step: that of `closed` is the later one of payment and points. */
export function lastStepAt({ timeline, decision }: HandlingDocument): string {
  return timeline.at(-1)?.at ?? decision.decidedAt;
}

/** Whether the driver may still take the acceptance back; whether a payment is open only payments can say. rules.md §3. */
export function refuseWithdrawal(
  handling: HandlingDocument,
  policy: Pick<Policy, 'withdrawalHours'>,
  now: Date,
): Refusal | undefined {
  const ageMs = now.getTime() - Date.parse(handling.decision.decidedAt);
  const isInTime = ageMs <= policy.withdrawalHours * 3_600_000;
  const isPossible =
    handling.stage === 'withdrawing' ||
    (handling.stage === 'decided' && !isPaid(handling) && !handling.entry && isInTime);
  return isPossible ? undefined : withdrawalNotPossible(policy);
}

/** Also of one whose decision was revoked while its order was being cancelled: that was an officer's act, and the driver is not told it was theirs. */
export function withdrawalNotPossible({
  withdrawalHours: hours,
}: Pick<Policy, 'withdrawalHours'>): Refusal {
  return refuse('WITHDRAWAL_NOT_POSSIBLE', { detail: wording('withdrawal.until', { hours }) });
}

/** Begins, or begins again: the version under which that is stored shows an earlier attempt that it is not alone. */
export function beginWithdrawal(handling: HandlingDocument, retryAt: Date): HandlingDocument {
  const withdrawing = handling.stage === 'withdrawing' ? handling : moved(handling, 'withdrawing');
  return { ...withNothingLeft(withdrawing), retryAt };
}

/** Payments refused to cancel the order. */
export function giveUpWithdrawal(handling: HandlingDocument): HandlingDocument {
  return withNothingLeft(moved(handling, 'decided'));
}

/** The order is cancelled, so that there is no way back. */
export function withdrawHandling(handling: HandlingDocument, at: string): HandlingDocument {
  const rest = withNothingLeft(moved(handling, 'withdrawn'));
  return { ...rest, timeline: [...rest.timeline, { at, what: 'withdrawn' }] };
}

/** Whom a staff act on it is about: its driver, and whoever owned the vehicle when it began. */
export function concernedByHandling({
  accountId,
  personKey,
  licenceId,
  ownerKey,
}: HandlingFacts): Concerned {
  return { accountIds: [accountId], keys: [personKey, ownerKey], licenceIds: [licenceId] };
}

/** Whom a staff act on its decision is about: those, and whoever owned or used the vehicle at the violation or since. */
export function concernedByDecision(
  facts: HandlingFacts,
  owner: OwnerThen | null | undefined,
): Concerned[] {
  return [concernedByHandling(facts), holdersOf(owner)];
}

/** Only a decision that was made and not withdrawn can be taken back, once; whether it is paid or recorded makes no difference. rules.md §3. */
export function refuseRevocation({ stage }: HandlingDocument): Refusal | undefined {
  if (HANDLING_MOVES[stage].includes('revoked')) return undefined;
  return refuse('REVOCATION_NOT_POSSIBLE', { reason: stage });
}

/** A decision is taken back when what takes it back happened, but not before the step before. */
export function revokedAt(handling: HandlingDocument, at: Date): string {
  const last = Date.parse(lastStepAt(handling));
  return new Date(Math.max(last, at.getTime())).toISOString();
}

export function revokeHandling(
  handling: HandlingDocument,
  revocation: NonNullable<HandlingDocument['revocation']>,
): HandlingDocument {
  const rest = withNothingLeft(moved(handling, 'revoked'));
  const step = { at: revocation.at, what: 'revoked' as const };
  return { ...rest, revocation, timeline: [...rest.timeline, step] };
}

/** What the ledger could not undo of it; null where it is no decision taken back. */
export function withNotUndone(
  handling: HandlingDocument,
  notUndone: string[],
): HandlingDocument | null {
  const { revocation } = handling;
  return revocation ? { ...handling, revocation: { ...revocation, notUndone } } : null;
}

function withNothingLeft(handling: HandlingDocument): HandlingDocument {
  const { retryAt, tries, ...rest } = handling;
  return rest;
}

function moved(handling: HandlingDocument, to: HandlingStage): HandlingDocument {
  if (!HANDLING_MOVES[handling.stage].includes(to)) {
    throw new Error(`handling ${handling._id} cannot go from ${handling.stage} to ${to}`);
  }
  return { ...handling, stage: to, live: LIVE.includes(to) };
}

/** In the order of the instants, whichever message comes first; at one instant a fine is paid before its points are recorded. */
function withStep(handling: HandlingDocument, step: TimelineEntry): HandlingDocument {
  const isLater = ({ at, what }: TimelineEntry): boolean =>
    Date.parse(at) > Date.parse(step.at) ||
    (Date.parse(at) === Date.parse(step.at) && step.what === 'paid' && what === 'points_recorded');
  const place = handling.timeline.findIndex(isLater);
  const timeline = handling.timeline.toSpliced(
    place === -1 ? handling.timeline.length : place,
    0,
    step,
  );
  return { ...handling, timeline };
}

/** There is nothing left to pay. */
export function isPaid(handling: HandlingDocument): boolean {
  return handling.orderId === null || handling.receiptNumber !== undefined;
}
