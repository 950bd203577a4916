import {
  refusalIn,
  refuse,
  shanghaiDay,
  wording,
  type LimitForecast,
  type Person,
  type Policy,
  type Refusal,
  type Standings,
  type VehicleAccess,
  type Wording,
} from '@demerit/contracts';
import type { HandlingFacts } from '../handlings/handlings.types';
import { notOpen, readerOf } from '../register/open.rules';
import type { ViolationDocument } from '../register/violations.types';
import { coversPlateType } from './licence-classes.rules';
import { holdsOf, licenceNotValid } from './licence.rules';
import { notBoundYet, orDispute, wouldBeTheFourth } from './refusals.rules';

/** Everything the guards look at, as the owners of the facts gave it. */
export interface AcceptanceAttempt {
  /** An officer at the `window` waives some guards. */
  method: 'online' | 'window';
  person: Person;
  access: VehicleAccess;
  violation: Pick<
    ViolationDocument,
    | '_id'
    | 'vehicleId'
    | 'status'
    | 'occurredAt'
    | 'procedure'
    | 'fineFen'
    | 'points'
    | 'plateType'
    | 'handling'
  >;
  iWasTheDriver: boolean;
  /** Account of the officer at the window. */
  officerId?: string;
  /** The ledger's; absent where guard 2 is left to the reservation. */
  standings?: Standings;
  /** What the ledger would answer for 9 and 10; absent where they are left to the reservation. */
  forecast?: LimitForecast;
  /** Whether the person disputed it before; absent where nobody has asked yet, and no dispute is advised then. */
  wasDisputed?: boolean;
  policy: Policy;
  now: Date;
}

export interface Guard {
  /** Of the table in rules.md §3. */
  number: number;
  holds(attempt: AcceptanceAttempt): boolean;
  refusal(attempt: AcceptanceAttempt): Refusal;
  /** Whether an officer at the window lets it be; absent where nobody does. */
  isWaivedAtWindow?(attempt: AcceptanceAttempt): boolean;
}

const LEAVE_TO_THEN = wording('vehicle.leave_to_owner_then');

const always = (): boolean => true;

/** The table of rules.md §3.guards, in its order: the first that does not hold is the answer, to an acceptance and to its dry run. */
export const GUARDS: readonly Guard[] = [
  {
    number: 1,
    holds: ({ person }) => person.identityStatus === 'verified',
    refusal: () => refuse('IDENTITY_NOT_VERIFIED'),
  },
  {
    number: 1,
    holds: ({ person }) => person.licence !== null,
    refusal: () => refuse('LICENCE_REQUIRED'),
  },
  {
    number: 1,
    holds: (attempt) => holdsOf(attempt).length === 0,
    refusal: (attempt) => licenceNotValid(holdsOf(attempt)),
  },
  {
    number: 2,
    holds: ({ standings }) => standings?.person?.status !== 'suspended',
    refusal: () => refuse('POINT_SERVICE_SUSPENDED'),
  },
  {
    number: 2,
    holds: ({ standings, access }) =>
      access.relation === 'owner' || standings?.vehicle?.status !== 'suspended',
    refusal: (attempt) =>
      refuse('VEHICLE_SUSPENDED', isLeftToThen(attempt) ? { nextStep: LEAVE_TO_THEN } : {}),
  },
  {
    number: 3,
    holds: ({ access }) =>
      access.vehicle !== null && (access.relation === 'owner' || access.relation === 'bound'),
    isWaivedAtWindow: mayComeToWindow,
    refusal: notBound,
  },
  {
    number: 4,
    holds: (attempt) =>
      !attempt.policy.requireBindingBeforeViolation || isNotOlderThanBinding(attempt),
    refusal: orDispute('VIOLATION_BEFORE_BINDING', wording('before_binding.or_dispute')),
  },
  {
    number: 5,
    holds: ({ violation }) => violation.status === 'published',
    refusal: (attempt) => notOpen(attempt.violation, readerOf(attempt)),
  },
  {
    number: 6,
    holds: ({ iWasTheDriver }) => iWasTheDriver,
    refusal: () => refuse('DRIVER_DECLARATION_REQUIRED'),
  },
  {
    number: 7,
    holds: ({ person, violation }) =>
      person.licence !== null && coversPlateType(person.licence.class, violation.plateType),
    refusal: orDispute('LICENCE_CLASS_MISMATCH', wording('licence_class.or_dispute')),
  },
  {
    number: 7,
    holds: ({ person, violation }) =>
      person.licence !== null && person.licence.firstIssuedOn <= shanghaiDay(violation.occurredAt),
    refusal: orDispute('LICENCE_NOT_VALID_THEN', wording('licence_issued_later.or_dispute')),
  },
  {
    number: 8,
    holds: ({ violation }) => violation.procedure === 'summary',
    isWaivedAtWindow: always,
    refusal: (attempt) => windowRequired('procedure', attempt),
  },
  {
    number: 8,
    holds: ({ violation, policy }) => violation.fineFen <= policy.onlineMaxFineFen,
    isWaivedAtWindow: always,
    refusal: (attempt) => windowRequired('fine', attempt),
  },
  {
    number: 8,
    holds: ({ violation, policy }) => violation.points <= policy.onlineMaxPoints,
    isWaivedAtWindow: always,
    refusal: (attempt) => windowRequired('points', attempt),
  },
  {
    number: 9,
    holds: ({ forecast }) => forecast?.wouldReachFullScore !== true,
    isWaivedAtWindow: always,
    refusal: (attempt) => windowRequired('would_reach_full_score', attempt),
  },
  {
    number: 10,
    holds: ({ forecast }) => forecast?.limitReached === undefined,
    refusal: ({ forecast }) => wouldBeTheFourth(forecast),
  },
];

/** The first guard that does not hold, or undefined when all do. */
export function firstFailing(attempt: AcceptanceAttempt): Guard | undefined {
  return GUARDS.find((guard) => !isWaived(guard, attempt) && !guard.holds(attempt));
}

function isWaived(guard: Guard, attempt: AcceptanceAttempt): boolean {
  return attempt.method === 'window' && guard.isWaivedAtWindow?.(attempt) === true;
}

/** Whether a refusal may send people to the window; what the ledger would say there decides whether it does. */
export function maySendToWindow(guard: Guard): boolean {
  return 'isWaivedAtWindow' in guard;
}

/** Whether guard 2 has a say before this one, so that the ledger must be asked what it would say. */
export function comesAfterStanding(guard: Guard): boolean {
  return guard.number > 2;
}

/** What the handling keeps of an attempt that passed the guards. */
export function handlingFacts({
  person,
  access,
  violation,
  method,
  officerId,
}: AcceptanceAttempt): HandlingFacts {
  const { accountId, personKey, licence } = person;
  if (personKey === null || licence === null || access.vehicle === null) {
    throw new Error('guards 1 and 3 let nobody pass without licence and vehicle');
  }
  return {
    violationId: violation._id,
    violationOccurredAt: violation.occurredAt.toISOString(),
    accountId,
    personKey,
    licenceId: licence.licenceId,
    licenceFirstIssuedOn: licence.firstIssuedOn,
    vehicleId: access.vehicle.vehicleId,
    vehicleRegisteredOn: access.vehicle.registeredOn,
    ownerKey: access.vehicle.ownerKey,
    ownVehicle: access.relation === 'owner',
    method,
    ...(officerId !== undefined && { officerId }),
  };
}

/** Who stands before an officer with the papers of a car that nobody can bind, or had bound it when the violation happened. */
function mayComeToWindow({ access }: AcceptanceAttempt): boolean {
  return access.vehicle !== null && (!access.vehicle.bindable || access.boundThen === true);
}

/** Of whoever is not the owner: no binding that somebody makes now reaches back to an owner who has the car no more. */
function isLeftToThen(attempt: AcceptanceAttempt): boolean {
  const { relation, past } = attempt.access;
  return relation !== 'bound' && past === true && !mayComeToWindow(attempt);
}

function notBound(attempt: AcceptanceAttempt): Refusal {
  const { vehicle } = attempt.access;
  if (vehicle === null) {
    return refuse('VEHICLE_NOT_BOUND', {
      detail: wording('vehicle.not_registered'),
      nextStep: wording('vehicle.await_registration'),
    });
  }
  if (isLeftToThen(attempt)) {
    return refuse('VEHICLE_NOT_BOUND', {
      reason: 'not_theirs_then',
      detail: wording('vehicle.not_theirs_then'),
      nextStep: LEAVE_TO_THEN,
    });
  }
  if (!mayComeToWindow(attempt)) return notBoundYet(attempt.access);
  const step = wording(vehicle.bindable ? 'options.window' : 'window.with_vehicle_papers');
  return refuse('VEHICLE_NOT_BOUND', { nextStep: stepToWindow(attempt, step) });
}

/**
 * Guard 4 concerns other people's cars and violations with points only. Whoever has no binding comes to it at the window alone, where there
 * is none to be older than, or it was active when the violation happened.
 */
function isNotOlderThanBinding({ access, violation }: AcceptanceAttempt): boolean {
  if (access.relation !== 'bound' || violation.points === 0) return true;
  if (access.boundThen === true) return true;
  return (
    access.activeSince !== undefined &&
    violation.occurredAt.getTime() >= Date.parse(access.activeSince)
  );
}

function windowRequired(
  reason: 'procedure' | 'fine' | 'points' | 'would_reach_full_score',
  attempt: AcceptanceAttempt,
): Refusal {
  return refuse('WINDOW_REQUIRED', {
    reason,
    detail: wording(`window.${reason}`),
    nextStep: stepToWindow(attempt, wording('options.window')),
  });
}

/** To the window is sent only whom it takes; others are told what it would tell them. */
function stepToWindow(attempt: AcceptanceAttempt, step: Wording): Wording {
  const there: AcceptanceAttempt = { ...attempt, method: 'window', iWasTheDriver: true };
  const refusal = firstFailing(there)?.refusal(there).refusal;
  if (refusal === undefined) return step;
  return {
    en: refusalIn('en', refusal).nextStep,
    'zh-CN': refusalIn('zh-CN', refusal).nextStep,
  };
}
