import {
  checkIfMatch,
  refuse,
  textIn,
  wording,
  type KeyReviewDecisionBody,
  type Refusal,
  type ReservePoints,
} from '@demerit/contracts';
import { firstSeen } from '../limits/counts.rules';
import type { AttemptDocument, TargetDocument, TargetStatus } from './review.types';
import type { CaseFile, CycleDocument, Kind } from '../limits/limits.types';
import type { LedgerEvent, StandingState } from '../account/account.types';
import { confirmed, reinstated, standingEvent, suspended, withStanding } from './standing.rules';

/** What may become of a review target. Nothing lapses with time or cycle. rules.md §4.review. */
const TARGET_MOVES: Readonly<Record<TargetStatus, readonly TargetStatus[]>> = {
  listed: ['confirmed', 'released'],
  confirmed: ['released'],
  released: [],
};

/** For one side in one of its cycles, over all releases. */
const EXTRA_SLOTS_A_CYCLE = 3;

/** For the targets that this attempt may put on the list. */
export type TargetIds = Readonly<Record<Kind, string>>;

export interface Listing {
  caseFile: CaseFile;
  attempt: AttemptDocument;
  /** New ones, and open ones that count one attempt more. */
  targets: TargetDocument[];
  events: LedgerEvent[];
}

/**
 * The fourth (rules.md §4): the attempt is written down, the person is listed and suspended; when the vehicle's side was exceeded, the
 * vehicle too. A subject that is on the list already is not listed again. Both cycles count as touched, so that racing attempts collide.
 */
export function listTheFourth(
  request: ReservePoints,
  caseFile: CaseFile,
  exceeded: readonly Kind[],
  openTargets: readonly TargetDocument[],
  newTargetIds: TargetIds,
  now: Date,
): Listing {
  const at = now.toISOString();
  const reason = exceeded.includes('licence') ? 'licence_limit_reached' : 'vehicle_limit_reached';
  const list = (kind: Kind, subjectId: string, standing: StandingState, why: string): Listed => {
    const open = openTargets.find((target) => target.subjectId === subjectId);
    if (open) return { target: counted(open), standing };
    const fresh = { _id: newTargetIds[kind], kind, subjectId, reason: why, since: at };
    const person = kind === 'licence' ? { accountId: request.accountId } : {};
    const target = { ...fresh, ...person, ...NEWLY_LISTED };
    const after = suspended(standing, target);
    return { target, standing: after, event: standingEvent('suspended', target, after, at) };
  };
  const { licence, vehicle } = caseFile;
  const person = list('licence', licence._id, licence.standing, reason);
  const car = exceeded.includes('vehicle')
    ? list('vehicle', vehicle._id, vehicle.standing, 'vehicle_limit_reached')
    : undefined;
  const listed = car ? [person, car] : [person];
  return {
    caseFile: {
      licence: withStanding(licence, person.standing),
      vehicle: car ? withStanding(vehicle, car.standing) : firstSeen(vehicle),
      licenceCycle: touched(caseFile.licenceCycle),
      vehicleCycle: touched(caseFile.vehicleCycle),
    },
    targets: listed.map(({ target }) => target),
    events: listed.flatMap(({ event }) => event ?? []),
    attempt: {
      _id: request.handlingId,
      accountId: request.accountId,
      licenceId: request.licenceId,
      vehicleId: request.vehicleId,
      ownVehicle: request.ownVehicle,
      points: request.points,
      at,
      exceeded: [...exceeded],
      targetIds: listed.map(({ target }) => target._id),
    },
  };
}

interface Listed {
  target: TargetDocument;
  standing: StandingState;
  event?: LedgerEvent | undefined;
}

const NEWLY_LISTED = {
  status: 'listed',
  open: true,
  attempts: 1,
  steps: [],
  version: 0,
} satisfies Partial<TargetDocument>;

function counted(target: TargetDocument): TargetDocument {
  return { ...target, attempts: target.attempts + 1 };
}

/** Another object, which is written. */
function touched(cycle: CycleDocument): CycleDocument {
  return { ...cycle };
}

/** A reviewer's decision as it was sent. */
export interface ReviewCommand {
  ifMatch?: string | undefined;
  by: string;
  body: KeyReviewDecisionBody;
}

export interface Reviewed {
  target: TargetDocument;
  standing: StandingState;
  /** With the extra slots, if any were granted. */
  cycle: CycleDocument;
  event: LedgerEvent | undefined;
  /** For the audit row. */
  act: {
    actor: string;
    act: string;
    subject: string;
    reason: string;
    before: object;
    after: object;
  };
}

/** Releases a target or confirms it; `cycle` is the one of the target's side that runs. rules.md §4.review. */
export function review(
  command: ReviewCommand,
  target: TargetDocument,
  standing: StandingState,
  cycle: CycleDocument,
  now: Date,
): Reviewed | Refusal {
  const { decision, extraSlots = 0 } = command.body;
  const status: TargetStatus = decision === 'release' ? 'released' : 'confirmed';
  const stale = checkIfMatch(target, command.ifMatch);
  if (stale) return stale;
  if (!TARGET_MOVES[target.status].includes(status)) return refuse('DECISION_NOT_POSSIBLE');
  if (decision === 'confirm' && extraSlots > 0) {
    const message = textIn('en', 'form.extra_slots');
    return refuse('VALIDATION_FAILED', { errors: [{ field: 'extraSlots', message }] });
  }
  if (cycle.extraSlots + extraSlots > EXTRA_SLOTS_A_CYCLE) {
    const granted = { granted: cycle.extraSlots, most: EXTRA_SLOTS_A_CYCLE };
    const detail = wording('limits.extra_slots', granted);
    return refuse('EXTRA_SLOTS_EXCEEDED', { detail });
  }
  return reviewed(command, target, standing, cycle, now.toISOString());
}

function reviewed(
  { by, body }: ReviewCommand,
  target: TargetDocument,
  standing: StandingState,
  cycle: CycleDocument,
  at: string,
): Reviewed {
  const { decision, reason, extraSlots = 0 } = body;
  const released = decision === 'release';
  const after: TargetDocument = {
    ...target,
    status: released ? 'released' : 'confirmed',
    open: !released,
    steps: [...target.steps, { at, by, decision, reason, extraSlots }],
  };
  const stands = released ? reinstated(standing, at) : confirmed(standing);
  return {
    target: after,
    standing: stands,
    cycle:
      extraSlots > 0 ? { ...touched(cycle), extraSlots: cycle.extraSlots + extraSlots } : cycle,
    event: standingEvent(released ? 'reinstated' : 'confirmed', after, stands, at),
    act: {
      actor: by,
      act: `key-review.${decision}`,
      subject: target._id,
      reason,
      before: { status: target.status, standing: standing.status, extraSlots: cycle.extraSlots },
      after: {
        status: after.status,
        standing: stands.status,
        extraSlots: cycle.extraSlots + extraSlots,
      },
    },
  };
}
