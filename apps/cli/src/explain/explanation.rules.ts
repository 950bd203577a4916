import { REFUSALS, type LimitExplained, type Standing } from '@demerit/contracts';
import type { ExplainedTrace } from './explanation.types';

/** One guard of rules.md §3 with the facts that it compared. */
export interface GuardExplained {
  number: number;
  verdict: 'passed' | 'refused' | 'not reached' | 'not known';
  facts: string;
}

/** The numbers of the policy that the guards compare with, as the gateway prints them; absent where it does not answer. */
export interface Limits {
  ONLINE_MAX_FINE_FEN?: number;
  ONLINE_MAX_POINTS?: number;
}

const UNKNOWN = 'policy not known';
const LEDGER_SILENT = 'the ledger does not answer';
const NEVER_ASKED = 'the ledger was not asked';

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
export function explainGuards(trace: ExplainedTrace, limits: Limits): GuardExplained[] {
  const { handling, violation } = trace;
  const online = handling.method === 'online' ? '' : ' (waived at the window)';
  const passed = (number: number, facts: string): GuardExplained => ({
    number,
    verdict: 'passed',
    facts,
  });
  const byLedger = (number: number, facts: string): GuardExplained => ({
    number,
    verdict: verdictOfLedger(number, trace),
    facts,
  });
  return [
    passed(1, `identity verified, licence ${handling.licenceId} claimed, no hold on it`),
    byLedger(2, standings(trace)),
    passed(3, handling.ownVehicle ? 'the vehicle is the driver’s own' : 'bound by the driver'),
    passed(4, 'the violation is not older than the binding, or the policy does not ask'),
    passed(5, 'the violation was published and is taken by this handling'),
    passed(6, 'declared: “I was the driver”'),
    passed(
      7,
      `class covers ${violation?.plateType ?? '?'}; issued ${handling.licenceFirstIssuedOn}, before the violation of ${violation?.occurredAt ?? '?'}`,
    ),
    passed(
      8,
      `${violation?.procedure ?? '?'} procedure; ${handling.decision.fineFen} fen of at most ${limits.ONLINE_MAX_FINE_FEN ?? UNKNOWN}; ${handling.decision.points} points of at most ${limits.ONLINE_MAX_POINTS ?? UNKNOWN}${online}`,
    ),
    byLedger(9, `${score(trace)}${online}`),
    byLedger(10, slots(trace)),
  ];
}

function verdictOfLedger(
  number: number,
  { handling, ledger }: ExplainedTrace,
): GuardExplained['verdict'] {
  const refusedBy = handling.refusal && GUARD_OF[handling.refusal.code];
  if (number === refusedBy) return 'refused';
  if (refusedBy !== undefined && number > refusedBy) return 'not reached';
  // Past this stage it was reserved, whoever is there to say so.
  if (ledger === undefined) return handling.stage === 'deciding' ? 'not known' : 'passed';
  return ledger.reservation === null ? 'not reached' : 'passed';
}

/** What happens next, or what somebody has to do. */
export function explainNext(trace: ExplainedTrace): string {
  const { handling, ledger, messages } = trace;
  const stuck = messages.find(({ publishedAt }) => publishedAt === null);
  if (stuck) {
    return `${stuck.type} waits in the outbox of ${stuck.said} after ${stuck.attempts} failed publishes: demerit outbox status.`;
  }
  switch (handling.stage) {
    case 'deciding': {
      const state = ledger ? (ledger.reservation?.state ?? 'never asked') : 'does not answer';
      return `Violations asks the ledger again at ${handling.retryAt ?? '?'} (ledger: ${state}). Still so a minute later: demerit doctor.`;
    }
    case 'refused': {
      const targetIds = ledger?.attempt?.targetIds ?? [];
      return `${nextStepOf(handling.refusal?.code)}${targetIds.length > 0 ? ` On the key review list: ${targetIds.join(', ')}; a reviewer decides.` : ''}`;
    }
    case 'decided':
      return whileDecided(trace);
    case 'withdrawing':
      return `Payments is asked to cancel the order again at ${handling.retryAt ?? '?'}.`;
    case 'closed':
      return 'Nothing: the points are recorded, and the fine is paid or there was none.';
    case 'withdrawn':
      return 'Nothing: taken back; the violation is open again.';
    case 'revoked':
      return afterRevocation(handling);
  }
}

function afterRevocation({ decision, revocation }: ExplainedTrace['handling']): string {
  const then = {
    reopen: 'the violation is open again',
    eliminate: 'the violation is eliminated',
  };
  const what = `Nothing: decision ${decision.decisionNumber} was revoked`;
  return revocation ? `${what} at ${revocation.at}; ${then[revocation.then]}.` : `${what}.`;
}

function whileDecided({ handling, payments }: ExplainedTrace): string {
  const { orderId } = handling;
  const isRecorded = handling.entry !== undefined;
  if (orderId === null)
    return 'The ledger records on violation.decided: see whether it applied it.';
  if (payments === undefined)
    return `Payments does not answer: whether ${orderId} is paid is not known. demerit doctor.`;
  const { order } = payments;
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
  const entry = Object.entries(REFUSALS).find(([name]) => name === code);
  return entry ? entry[1][1] : 'The refusal says.';
}

function standings({ ledger }: ExplainedTrace): string {
  if (ledger === undefined) return LEDGER_SILENT;
  if (ledger.reservation === null) return NEVER_ASKED;
  return `person now ${standing(ledger.person)}; vehicle now ${standing(ledger.vehicle)}`;
}

function standing(party: { standing: Standing } | null): string {
  if (party === null) return 'not known to the ledger';
  const { status, reason, since } = party.standing;
  return status === 'suspended' ? `suspended (${reason ?? '?'}, since ${since ?? '?'})` : status;
}

function score({ handling, ledger }: ExplainedTrace): string {
  const { refusal } = handling;
  if (refusal?.reason === 'would_reach_full_score')
    return refusal.detail?.en ?? 'would reach the full score';
  if (ledger === undefined) return LEDGER_SILENT;
  const { licence, reservation } = ledger;
  if (reservation === null) return NEVER_ASKED;
  if (licence === null) return 'licence not known to the ledger';
  const isIn = reservation.state === 'reserved' || reservation.state === 'recorded';
  return `now recorded ${licence.recorded}, pending ${licence.pending}${isIn ? ' with these' : ', these'} ${handling.decision.points}; full score ${licence.fullScore}`;
}

function slots({ handling, ledger }: ExplainedTrace): string {
  const { refusal } = handling;
  if (refusal && GUARD_OF[refusal.code] === 10) return refusal.detail?.en ?? refusal.code;
  if (ledger === undefined) return LEDGER_SILENT;
  const { licenceCycle, vehicleCycle } = ledger;
  if (licenceCycle === null || vehicleCycle === null) return 'occupies no slot';
  return `licence: ${used(licenceCycle, 'vehicles')}; vehicle: ${used(vehicleCycle, 'licences')}`;
}

function used(
  { startsOn, endsBefore, counted, uncounted, limit }: LimitExplained,
  of: string,
): string {
  const free = uncounted === 0 ? '' : `, and ${uncounted} own that the policy does not count`;
  return `now ${counted} of ${limit} ${of}${free} (cycle ${startsOn} until ${endsBefore})`;
}
