import { REFUSALS } from '@demerit/contracts';
import type { CycleRow, HandlingTrace, PartyRow } from './explanation.types';

/** One guard of rules.md §3 with the facts that it compared. */
export interface GuardExplained {
  number: number;
  verdict: 'passed' | 'refused' | 'not reached';
  facts: string;
}

/** The numbers of the policy that the guards compare with, as the gateway prints them; absent where it does not answer. */
export interface Limits {
  ONLINE_MAX_FINE_FEN?: number;
  ONLINE_MAX_POINTS?: number;
  FULL_SCORE?: number;
  VEHICLES_PER_LICENCE?: number;
  LICENCES_PER_VEHICLE?: number;
}

const UNKNOWN = 'policy not known';

/** Which guard says a refusal of the ledger. */
const GUARD_OF: Partial<Record<string, number>> = {
  POINT_SERVICE_SUSPENDED: 2,
  VEHICLE_SUSPENDED: 2,
  WINDOW_REQUIRED: 9,
  LICENCE_LIMIT_REACHED: 10,
  VEHICLE_LIMIT_REACHED: 10,
};

/**
 * A handling is only written after guards 1 and 3–8 have let it pass; 2, 9 and 10 are the ledger's, in this order. Standings, balance and slots are
 * those of now: what the ledger compared then stands in its refusal.
 */
export function explainGuards(trace: HandlingTrace, limits: Limits): GuardExplained[] {
  const { handling, violation, licence, vehicle } = trace;
  const refusedBy = handling.refusal && GUARD_OF[handling.refusal.code];
  const byLedger = (number: number): GuardExplained['verdict'] => {
    if (number === refusedBy) return 'refused';
    if (refusedBy !== undefined && number > refusedBy) return 'not reached';
    return trace.reservation === null ? 'not reached' : 'passed';
  };
  const online = handling.method === 'online' ? '' : ' (waived at the window)';
  const passed = (number: number, facts: string): GuardExplained => ({
    number,
    verdict: 'passed',
    facts,
  });
  return [
    passed(1, `identity verified, licence ${handling.licenceId} claimed, no hold on it`),
    {
      number: 2,
      verdict: byLedger(2),
      facts: `licence now ${standing(licence)}; vehicle now ${standing(vehicle)}`,
    },
    passed(3, handling.ownVehicle ? 'the vehicle is the driver’s own' : 'bound by the driver'),
    passed(4, 'the violation is not older than the binding, or the policy does not ask'),
    passed(5, 'the violation was published and is taken by this handling'),
    passed(6, 'declared: “I was the driver”'),
    passed(
      7,
      `class covers ${violation?.plateType ?? '?'}; issued ${handling.licenceFirstIssuedOn}, before the violation of ${violation?.occurredAt.toISOString() ?? '?'}`,
    ),
    passed(
      8,
      `${violation?.procedure ?? '?'} procedure; ${handling.decision.fineFen} fen of at most ${limits.ONLINE_MAX_FINE_FEN ?? UNKNOWN}; ${handling.decision.points} points of at most ${limits.ONLINE_MAX_POINTS ?? UNKNOWN}${online}`,
    ),
    { number: 9, verdict: byLedger(9), facts: `${score(trace, limits)}${online}` },
    { number: 10, verdict: byLedger(10), facts: slots(trace, limits) },
  ];
}

/** What happens next, or what somebody has to do. */
export function explainNext({
  handling,
  reservation,
  order,
  messages,
  attempt,
}: HandlingTrace): string {
  const stuck = messages.find(({ publishedAt }) => publishedAt === null);
  if (stuck) {
    return `${stuck.type} waits in the outbox of ${stuck.said} after ${stuck.attempts} failed publishes: demerit outbox status.`;
  }
  switch (handling.stage) {
    case 'deciding':
      return `Violations asks the ledger again at ${handling.retryAt?.toISOString() ?? '?'} (ledger: ${reservation?.state ?? 'never asked'}). Still so a minute later: demerit doctor.`;
    case 'refused':
      return `${nextStepOf(handling.refusal?.code)}${attempt && attempt.targetIds.length > 0 ? ` On the key review list: ${attempt.targetIds.join(', ')}; a reviewer decides.` : ''}`;
    case 'decided':
      return whileDecided(handling.orderId, order, handling.entry !== undefined);
    case 'withdrawing':
      return `Payments is asked to cancel the order again at ${handling.retryAt?.toISOString() ?? '?'}.`;
    case 'closed':
      return 'Nothing: the points are recorded, and the fine is paid or there was none.';
    case 'withdrawn':
      return 'Nothing: taken back; the violation is open again.';
    case 'revoked':
      return 'Nothing: the decision is revoked.';
  }
}

function whileDecided(
  orderId: string | null,
  order: HandlingTrace['order'],
  isRecorded: boolean,
): string {
  if (orderId === null)
    return 'The ledger records on violation.decided: see whether it applied it.';
  if (order === null)
    return `Payments has not opened ${orderId} yet: see whether it applied violation.decided, and demerit dlq list.`;
  if (order.status === 'paid')
    return isRecorded
      ? 'Violations closes it when it has heard of both: see payment.settled and points.recorded.'
      : 'The ledger records the points on payment.settled: see whether it applied it, and demerit dlq list.';
  if (order.frozenOn !== undefined)
    return `${orderId} is frozen since ${order.frozenOn}: a reviewer decides on the suspension behind it.`;
  const recorded = isRecorded ? ' The points are recorded already, since it was overdue.' : '';
  return `The driver pays ${orderId} (${order.status}) until ${order.dueOn}.${recorded}`;
}

function nextStepOf(code: string | undefined): string {
  const known = Object.entries(REFUSALS).find(([name]) => name === code);
  return known ? known[1][1] : 'The refusal says.';
}

function standing(party: PartyRow | null): string {
  if (party === null) return 'not known to the ledger';
  const { status, reason, since } = party.standing;
  return status === 'suspended' ? `suspended (${reason ?? '?'}, since ${since ?? '?'})` : status;
}

function score({ handling, licence, reservation }: HandlingTrace, limits: Limits): string {
  const { refusal } = handling;
  if (refusal?.reason === 'would_reach_full_score')
    return refusal.detail?.en ?? 'would reach the full score';
  const full = limits.FULL_SCORE ?? UNKNOWN;
  const isIn = reservation?.state === 'reserved' || reservation?.state === 'recorded';
  return `now recorded ${licence?.balance ?? 0}, pending ${licence?.pending ?? 0}${isIn ? ' with these' : ', these'} ${handling.decision.points}; full score ${full}`;
}

function slots(trace: HandlingTrace, limits: Limits): string {
  const { refusal } = trace.handling;
  if (refusal && GUARD_OF[refusal.code] === 10) return refusal.detail?.en ?? refusal.code;
  if (trace.reservation?.slots === undefined) return 'occupies no slot';
  return [
    `licence: ${used(trace.licenceCycle, limits.VEHICLES_PER_LICENCE)} vehicles`,
    `vehicle: ${used(trace.vehicleCycle, limits.LICENCES_PER_VEHICLE)} licences`,
  ].join('; ');
}

function used(cycle: CycleRow | null, limit: number | undefined): string {
  if (cycle === null) return '?';
  const distinct = new Set(cycle.uses.map(({ otherId }) => otherId)).size;
  const of = limit === undefined ? UNKNOWN : limit + cycle.extraSlots;
  return `now ${distinct} of ${of} (cycle ${cycle.startsOn} until ${cycle.endsBefore})`;
}
