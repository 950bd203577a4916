import {
  refuse,
  wording,
  type PointsPreview,
  type PreviewPoints,
  type Refusal,
  type Reservation,
  type ReservePoints,
  type ReservationStatus,
} from '@demerit/contracts';
import { firstSeen } from '../limits/counts.rules';
import { rollOver } from '../account/cycles.rules';
import { post } from '../account/entries.rules';
import { holdRefusal } from '../account/holds.rules';
import type { AttemptDocument, TargetDocument } from '../review/review.types';
import type { CaseFile, Kind, NewCaseFile } from '../limits/limits.types';
import type {
  EntryDocument,
  LedgerEvent,
  PersonDocument,
  Slots,
  Terms,
} from '../account/account.types';
import type { ReservationDocument } from './reservations.types';
import {
  limitReached,
  limitRefusal,
  occupiesSlots,
  releaseSlot,
  reserveSlot,
  sidesOf,
  type Side,
} from '../limits/limits.rules';
import { listTheFourth, type TargetIds } from '../review/review.rules';
import { standingOf } from '../review/standing.rules';

/** What may become of a reservation. It never lapses by time. */
export const RESERVATION_MOVES: Readonly<Record<ReservationStatus, readonly ReservationStatus[]>> =
  {
    reserved: ['recorded', 'released', 'revoked'],
    refused: [],
    recorded: ['revoked'],
    released: [],
    revoked: [],
  };

/** Everything that a command changed; absent = untouched. Committed together, or not at all. */
export interface Change {
  reservation?: ReservationDocument;
  caseFile?: CaseFile;
  /** Of whoever was listed. */
  person?: PersonDocument;
  entries?: EntryDocument[];
  events?: LedgerEvent[];
  attempt?: AttemptDocument;
  targets?: TargetDocument[];
}

export interface Reserving extends Change {
  /** Reserved or refused. */
  reservation: ReservationDocument;
}

/** What guards 1, 2, 9 and 10 look at. */
type Question = Pick<ReservePoints, 'licenceId' | 'vehicleId' | 'ownVehicle' | 'points' | 'method'>;

/**
 * Guards 2, 9 and 10 of an acceptance, and its slots and points if they let it pass (rules.md §3, §4). A refusal at guard 10 is the fourth:
 * the same change lists and suspends.
 */
export function reserve(
  request: ReservePoints,
  { person, ...caseFile }: NewCaseFile,
  openTargets: readonly TargetDocument[],
  newTargetIds: TargetIds,
  terms: Terms,
): Reserving {
  const sides = sidesOf(caseFile, request, terms);
  const limit = occupiesSlots(request.points, terms.policy) ? limitRefusal(sides) : undefined;
  const refusal =
    holdRefusal(caseFile.licence, terms.now) ??
    standingRefusal(request, person, caseFile) ??
    scoreRefusal(request, caseFile, { ...terms, isFourth: limit !== undefined });
  if (refusal) return { reservation: refused(request, refusal) };
  if (!occupiesSlots(request.points, terms.policy)) {
    const touched = {
      ...caseFile,
      licence: firstSeen(caseFile.licence),
      vehicle: firstSeen(caseFile.vehicle),
    };
    return { reservation: { ...newReservation(request), state: 'reserved' }, caseFile: touched };
  }
  if (!limit) return reserved(request, caseFile, terms);
  const exceeded = sides.filter((side) => side.exceeded).map((side) => side.kind);
  const listing = listTheFourth(
    request,
    { ...caseFile, person },
    exceeded,
    openTargets,
    newTargetIds,
    terms.now,
  );
  return { ...listing, reservation: refused(request, limit) };
}

/** The answer to `points.reserve`, however often it is asked. What was released meanwhile cannot be reserved again. */
export function answerOf(reservation: ReservationDocument): Reservation | Refusal {
  const { _id: handlingId, state, reserveEntryId, refusal } = reservation;
  if (refusal) {
    const { code, ...details } = refusal;
    return refuse(code, details);
  }
  if (state === 'released') {
    return refuse('VIOLATION_NOT_OPEN', {
      detail: wording('acceptance.came_to_nothing'),
    });
  }
  return { handlingId, entryId: reserveEntryId ?? null };
}

/** A handling that came to nothing before it was reserved: a request that is late must not reserve it any more. */
export function tombstone(
  handling: Pick<ReservationDocument, '_id' | 'accountId' | 'licenceId' | 'vehicleId'>,
  { now }: Terms,
): ReservationDocument {
  const at = now.toISOString();
  const nothing = { ownVehicle: false, points: 0, violationOccurredAt: at, decidedAt: at };
  return { ...handling, ...nothing, state: 'released', undecided: false, version: 0 };
}

/** What `reserve` would find now, without an effect. Guard 2 is left to the asker, who sees both standings. */
export function preview(
  request: PreviewPoints,
  caseFile: NewCaseFile,
  terms: Terms,
): PointsPreview {
  const { licenceId, vehicleId, ownVehicle, points } = request;
  const question: Question = { licenceId, vehicleId, ownVehicle, points, method: 'online' };
  const sides = sidesOf(caseFile, request, terms);
  const limit = occupiesSlots(points, terms.policy) ? limitReached(sides) : undefined;
  const { balance } = rollOver(caseFile.licence, terms.now, terms.policy.fullScore);
  return {
    recordedAfter: balance + request.points,
    wouldReachFullScore:
      scoreRefusal(question, caseFile, { ...terms, isFourth: false }) !== undefined,
    wouldBeTheFourth: limit !== undefined,
    yourVehicles: slotUse(sides, 'licence'),
    vehicleLicences: slotUse(sides, 'vehicle'),
    personStanding: standingOf(caseFile.person.standing),
    vehicleStanding: standingOf(caseFile.vehicle.standing),
    ...limit,
  };
}

/** Violations has said what became of the handling. */
export function outcomeReceived(reservation: ReservationDocument): ReservationDocument {
  return { ...reservation, undecided: false };
}

/** The handling came to nothing: its points and slots are free again. Anything but `reserved` stays as it is. */
export function release(
  reservation: ReservationDocument,
  caseFile: CaseFile,
  terms: Terms,
): Change {
  if (!RESERVATION_MOVES[reservation.state].includes('released')) return {};
  return freed(reservation, 'released', caseFile, terms);
}

/** A reservation ends before anything of it was recorded. */
export function freed(
  reservation: ReservationDocument,
  state: 'released' | 'revoked',
  caseFile: CaseFile,
  terms: Terms,
): Change {
  const released: ReservationDocument = { ...outcomeReceived(reservation), state };
  const { slots } = reservation;
  if (!slots) return { reservation: released };
  const { licence, entries } = post(
    caseFile.licence,
    { type: 'release', recordedAt: terms.now.toISOString(), ...facts(reservation) },
    terms,
  );
  return {
    reservation: released,
    entries,
    caseFile: {
      ...caseFile,
      licence,
      licenceCycle: releaseSlot(caseFile.licenceCycle, reservation.vehicleId, slots.ownVehicle),
      vehicleCycle: releaseSlot(caseFile.vehicleCycle, reservation.licenceId, slots.ownVehicle),
    },
  };
}

/** What an entry says of the handling that caused it. */
export function facts(reservation: ReservationDocument): {
  points: number;
  causeId: string;
  vehicleId: string;
  slots?: Slots;
  violationOccurredAt: string;
  decidedAt: string;
} {
  const { _id, points, vehicleId, slots, violationOccurredAt, decidedAt } = reservation;
  const always = { points, causeId: _id, vehicleId, violationOccurredAt, decidedAt };
  return slots ? { ...always, slots } : always;
}

/** Guard 2. A suspended person handles no vehicle at all, not even an own one; a suspended vehicle is refused to non-owners only. */
function standingRefusal(
  request: Question,
  person: PersonDocument,
  { vehicle }: CaseFile,
): Refusal | undefined {
  if (person.closing) return refuse('ACCOUNT_CLOSING');
  if (person.standing.status === 'suspended') {
    return refuse('POINT_SERVICE_SUSPENDED', because(person.standing.reason));
  }
  if (vehicle.standing.status === 'suspended' && !request.ownVehicle) {
    return refuse('VEHICLE_SUSPENDED', because(vehicle.standing.reason));
  }
  return undefined;
}

/** Guard 9; waived at the window. 0 points reach nothing. Nobody is sent to the window who would be the fourth there. */
function scoreRefusal(
  request: Question,
  { licence }: CaseFile,
  terms: Terms & { isFourth: boolean },
): Refusal | undefined {
  if (request.method === 'window' || request.points === 0) return undefined;
  const { fullScore } = terms.policy;
  const { balance } = rollOver(licence, terms.now, fullScore);
  if (balance + licence.pending + request.points < fullScore) return undefined;
  return refuse('WINDOW_REQUIRED', {
    reason: 'would_reach_full_score',
    ...(terms.isFourth && { nextStep: wording('limits.do_not_accept') }),
    detail: wording('window.reaches_full_score', {
      balance,
      pending: licence.pending,
      points: request.points,
      fullScore,
    }),
  });
}

function reserved(request: ReservePoints, caseFile: CaseFile, terms: Terms): Reserving {
  const { licenceId, vehicleId, ownVehicle } = request;
  const slots: Slots = {
    licenceCycle: caseFile.licenceCycle.startsOn,
    vehicleCycle: caseFile.vehicleCycle.startsOn,
    ownVehicle,
  };
  const taken: ReservationDocument = { ...newReservation(request), state: 'reserved', slots };
  const { licence, entries, entry } = post(
    caseFile.licence,
    { type: 'reserve', recordedAt: terms.now.toISOString(), ...facts(taken) },
    terms,
  );
  return {
    reservation: { ...taken, reserveEntryId: entry._id },
    entries,
    caseFile: {
      licence,
      vehicle: firstSeen(caseFile.vehicle),
      licenceCycle: reserveSlot(caseFile.licenceCycle, vehicleId, ownVehicle),
      vehicleCycle: reserveSlot(caseFile.vehicleCycle, licenceId, ownVehicle),
    },
  };
}

function refused(request: ReservePoints, { refusal }: Refusal): ReservationDocument {
  return { ...newReservation(request), state: 'refused', undecided: false, refusal };
}

function newReservation(request: ReservePoints): Omit<ReservationDocument, 'state'> {
  const { handlingId, accountId, licenceId, vehicleId, ownVehicle, points } = request;
  const { violationOccurredAt, decidedAt } = request;
  const who = { accountId, licenceId, vehicleId, ownVehicle };
  const what = { points, violationOccurredAt, decidedAt };
  return { _id: handlingId, ...who, ...what, undecided: true, version: 0 };
}

function because(reason: string | undefined): { reason?: string } {
  return reason ? { reason } : {};
}

function slotUse(sides: readonly Side[], kind: Kind): { used: number; limit: number } {
  const side = sides.find((one) => one.kind === kind);
  if (!side) throw new Error(`no side of the ${kind}`);
  return { used: side.used, limit: side.limit };
}
