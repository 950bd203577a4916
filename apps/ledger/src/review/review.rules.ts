import {
  checkIfMatch,
  refuse,
  wording,
  type Concerned,
  type KeyReviewDecisionBody,
  type Person,
  type Refusal,
  type ReservePoints,
} from '@demerit/contracts';
import { firstSeen } from '../limits/counts.rules';
import type { AttemptDocument, TargetDocument, TargetStatus } from './review.types';
import type { CaseFile, CycleDocument, Kind, NewCaseFile } from '../limits/limits.types';
import type { LedgerEvent, PersonDocument, StandingState } from '../account/account.types';
import { confirmed, reinstated, standingEvent, suspended, withStanding } from './standing.rules';

/** What may become of a review target. Nothing lapses with time or cycle. rules.md §4.review. */
const TARGET_MOVES: Readonly<Record<TargetStatus, readonly TargetStatus[]>> = {
  listed: ['confirmed', 'released'],
  confirmed: ['released'],
  released: [],
};

/** Whom a decision of a target is about beside those who have its vehicle: the person, with the licence with which they were listed. */
export function concernedByTarget(
  { subjectId, accountId }: Pick<TargetDocument, 'subjectId' | 'accountId'>,
  person: Pick<Person, 'personKey'> | undefined,
): Concerned {
  return { accountIds: [accountId], keys: [person?.personKey], licenceIds: [subjectId] };
}

/** For one side in one of its cycles, over all releases. */
const EXTRA_SLOTS_A_CYCLE = 3;

/** For the targets that this attempt may put on the list. */
export type TargetIds = Readonly<Record<Kind, string>>;

export interface Listing {
  caseFile: CaseFile;
  person: PersonDocument;
  attempt: AttemptDocument;
  /** New ones, and open ones that count one attempt more. */
  targets: TargetDocument[];
  events: LedgerEvent[];
}

/**
 * The fourth (rules.md §4): the attempt is written down, the person is listed and suspended; when the vehicle's side was exceeded, the
 * vehicle too. A vehicle that is on the list already is not listed again. Both cycles count as touched, so that racing attempts collide.
 */
export function listTheFourth(
  request: ReservePoints,
  { person: before, ...caseFile }: NewCaseFile,
  exceeded: readonly Kind[],
  openTargets: readonly TargetDocument[],
  newTargetIds: TargetIds,
  now: Date,
): Listing {
  const at = now.toISOString();
  const reason = exceeded.includes('licence') ? 'licence_limit_reached' : 'vehicle_limit_reached';
  const list = (kind: Kind, subjectId: string, standing: StandingState, why: string): Listed => {
    // A person who is on the list is refused before: only a vehicle can be, when its owner is the next.
    const open = openTargets.find(
      (target) => target.kind === 'vehicle' && target.subjectId === subjectId,
    );
    if (open) return { target: counted(open), standing };
    const fresh = { _id: newTargetIds[kind], kind, subjectId, reason: why, since: at };
    const whose = kind === 'licence' ? { accountId: before._id } : {};
    const target = { ...fresh, ...whose, ...NEWLY_LISTED };
    const after = suspended(standing, target);
    return { target, standing: after, event: standingEvent('suspended', target, after, at) };
  };
  const { licence, vehicle } = caseFile;
  const person = list('licence', licence._id, before.standing, reason);
  const car = exceeded.includes('vehicle')
    ? list('vehicle', vehicle._id, vehicle.standing, 'vehicle_limit_reached')
    : undefined;
  const listed = car ? [person, car] : [person];
  return {
    person: withStanding(before, person.standing),
    caseFile: {
      licence: firstSeen(licence),
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
  cycle: CycleDocument | undefined;
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

/**
 * Releases a target or confirms it; `cycle` is the one that runs of the vehicle, or of the licence that the person has now; undefined: the
 * person has none. rules.md §4.review.
 */
export function review(
  command: ReviewCommand,
  target: TargetDocument,
  standing: StandingState,
  cycle: CycleDocument | undefined,
  now: Date,
): Reviewed | Refusal {
  const { decision, extraSlots = 0 } = command.body;
  const status: TargetStatus = decision === 'release' ? 'released' : 'confirmed';
  const stale = checkIfMatch(target, command.ifMatch);
  if (stale) return stale;
  if (!TARGET_MOVES[target.status].includes(status)) return refuse('DECISION_NOT_POSSIBLE');
  if (decision === 'confirm' && extraSlots > 0) {
    const message = wording('form.extra_slots');
    return refuse('VALIDATION_FAILED', { errors: [{ field: 'extraSlots', message }] });
  }
  // Slots are a licence's, and so is the case that follows.
  if (!cycle && (decision === 'confirm' || extraSlots > 0)) {
    const detail = wording('review.no_licence');
    return refuse('LICENCE_REQUIRED', { reason: 'key_review', detail });
  }
  if (cycle && cycle.extraSlots + extraSlots > EXTRA_SLOTS_A_CYCLE) {
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
  cycle: CycleDocument | undefined,
  at: string,
): Reviewed {
  const { decision, reason, extraSlots = 0 } = body;
  const released = decision === 'release';
  const granted = cycle?.extraSlots ?? 0;
  const isElsewhere = cycle && extraSlots > 0 && cycle.subjectId !== target.subjectId;
  const to = isElsewhere ? { licenceId: cycle.subjectId } : {};
  const after: TargetDocument = {
    ...target,
    status: released ? 'released' : 'confirmed',
    open: !released,
    steps: [...target.steps, { at, by, decision, reason, extraSlots, ...to }],
  };
  const stands = released ? reinstated(standing, at) : confirmed(standing);
  return {
    target: after,
    standing: stands,
    cycle: cycle && extraSlots > 0 ? { ...cycle, extraSlots: granted + extraSlots } : cycle,
    event: standingEvent(released ? 'reinstated' : 'confirmed', after, stands, at),
    act: {
      actor: by,
      act: `key-review.${decision}`,
      subject: target._id,
      reason,
      before: { status: target.status, standing: standing.status, extraSlots: granted },
      after: {
        status: after.status,
        standing: stands.status,
        extraSlots: granted + extraSlots,
      },
    },
  };
}
