import type { Events } from '@demerit/contracts';
import { completeEducation, reachFullScore } from '../education/full-score.rules';
import { post, postRollOver } from '../account/entries.rules';
import type { CaseFile } from '../limits/limits.types';
import type {
  EntryDocument,
  LedgerEvent,
  LicenceDocument,
  RecordedBecause,
  Terms,
} from '../account/account.types';
import type { ReservationDocument } from './reservations.types';
import { recordSlot } from '../limits/limits.rules';
import { facts, outcomeReceived, type Change } from './reservations.rules';

const THRESHOLDS = [6, 9, 11, 12] as const;

/**
 * Points reserved become points recorded, once a handling, whichever of its causes arrives first (rules.md §3, §4). A payment that arrives after
 * an unpaid order was recorded anyway records nothing more: from then on those points end with the cycle like all others.
 */
export function record(
  reservation: ReservationDocument,
  caseFile: CaseFile,
  because: RecordedBecause,
  terms: Terms,
): Change {
  if (reservation.state === 'recorded' && because === 'paid')
    return paid(reservation, caseFile, terms);
  if (reservation.state !== 'reserved') return {};
  const recordedAt = terms.now.toISOString();
  const draft = { type: 'record', because, recordedAt, ...facts(reservation) } as const;
  const posting = post(caseFile.licence, draft, terms);
  const { licenceId, vehicleId, slots } = reservation;
  const { entry } = posting;
  const isUnpaid = because === 'overdue';
  const raised = isUnpaid ? withUnpaid(posting.licence, reservation) : posting.licence;
  const { licence, events } = reachFullScore(raised, entry, terms);
  return {
    reservation: {
      ...outcomeReceived(reservation),
      state: 'recorded',
      because,
      recordEntryId: entry._id,
    },
    entries: posting.entries,
    caseFile: {
      ...caseFile,
      licence,
      licenceCycle: slots
        ? recordSlot(caseFile.licenceCycle, vehicleId, slots.ownVehicle)
        : caseFile.licenceCycle,
      vehicleCycle: slots
        ? recordSlot(caseFile.vehicleCycle, licenceId, slots.ownVehicle)
        : caseFile.vehicleCycle,
    },
    events: [
      pointsRecorded(reservation, entry, because),
      ...thresholdsCrossed(reservation.accountId, entry),
      ...events,
    ],
  };
}

/** An unpaid fine no longer keeps the points of a handling from ending with their cycle; it may have been the last thing an education waited for. */
function paid(reservation: ReservationDocument, caseFile: CaseFile, terms: Terms): Change {
  const isIt = (item: { handlingId: string }) => item.handlingId === reservation._id;
  if (!caseFile.licence.unpaid.some(isIt)) return {};
  // What ended before the payment ended with these points unpaid.
  const { licence, entries } = postRollOver(caseFile.licence, terms);
  const unpaid = licence.unpaid.filter((item) => !isIt(item));
  const done = completeEducation({ ...licence, unpaid }, terms);
  return {
    reservation: { ...outcomeReceived(reservation), paidAt: terms.now.toISOString() },
    entries: [...entries, ...done.entries],
    ...(done.completed && { events: done.events }),
    caseFile: { ...caseFile, licence: done.licence },
  };
}

function withUnpaid(
  licence: LicenceDocument,
  { _id, points }: ReservationDocument,
): LicenceDocument {
  if (points === 0) return licence;
  return { ...licence, unpaid: [...licence.unpaid, { handlingId: _id, points }] };
}

function pointsRecorded(
  reservation: ReservationDocument,
  entry: EntryDocument,
  because: RecordedBecause,
): LedgerEvent {
  const { accountId, licenceId, vehicleId } = reservation;
  const payload: Events['points.recorded'] = {
    handlingId: reservation._id,
    entryId: entry._id,
    accountId,
    licenceId,
    vehicleId,
    points: entry.points,
    balance: entry.balance,
    because,
    recordedAt: entry.recordedAt,
    version: entry.seq,
  };
  return { type: 'points.recorded', key: licenceId, seq: entry.seq, payload };
}

/** One event a threshold, each time it is crossed upwards. rules.md §4.thresholds. */
export function thresholdsCrossed(accountId: string, entry: EntryDocument): LedgerEvent[] {
  const { licenceId, balance, seq } = entry;
  const before = balance - entry.points;
  return THRESHOLDS.filter((threshold) => before < threshold && threshold <= balance).map(
    (threshold) => ({
      type: 'points.threshold-crossed',
      key: `${licenceId}-threshold-${threshold}`,
      seq,
      payload: { accountId, licenceId, threshold, balance, version: seq },
    }),
  );
}
