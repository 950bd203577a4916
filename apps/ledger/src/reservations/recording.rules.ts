import { startOfShanghaiDay, type Events } from '@demerit/contracts';
import { completeEducation, reachFullScore, type Completion } from '../full-score/full-score.rules';
import { cycleAt } from '../account/cycles.rules';
import { post, postRollOver, type EntryDraft } from '../account/entries.rules';
import type { LicenceChange } from '../account/holds.rules';
import { enteredPaid, itemsOf, type LicenceAccount } from '../account/items.rules';
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
import { takeOut } from './reversal.rules';

const THRESHOLDS = [6, 9, 11, 12] as const;

/** What besides its kind counts of the cause of a record. */
export interface CauseFacts {
  /** When it happened, on the domain clock; absent: now. It decides, however much later it is heard. */
  at?: string | undefined;
  /** The licence's, where a record made before may have to be mended. */
  account?: LicenceAccount | undefined;
}

/**
 * Points reserved become points recorded, once a handling, whichever of its causes arrives first (rules.md §3, §4). A payment that arrives after
 * an unpaid order was recorded anyway records nothing more: from then on those points end with the cycle like all others.
 */
export function record(
  reservation: ReservationDocument,
  caseFile: CaseFile,
  because: RecordedBecause,
  terms: Terms,
  { at, account }: CauseFacts = {},
): Change {
  const termsThen = { ...terms, now: happenedAt(at, terms) };
  if (isPaidLate(reservation, caseFile.licence, because))
    return paid(reservation, caseFile, account, termsThen, terms);
  if (reservation.state !== 'reserved') return {};
  const recorded = hasEndedSince(caseFile.licence, termsThen.now)
    ? recordEnded(reservation, caseFile.licence, because, termsThen, terms)
    : recordIn(reservation, caseFile.licence, because, termsThen, terms);
  const { licenceId, vehicleId, slots } = reservation;
  const { licence, entry, entries, events } = recorded;
  return {
    reservation: {
      ...outcomeReceived(reservation),
      state: 'recorded',
      because,
      recordEntryId: entry._id,
    },
    entries,
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
    events: [pointsRecorded(reservation, entry, because), ...events],
  };
}

/** Whether a payment came for points that were recorded unpaid, so that the whole account decides what it changes. */
export function isPaidLate(
  { _id }: ReservationDocument,
  { unpaid }: LicenceDocument,
  because: RecordedBecause,
): boolean {
  return because === 'paid' && unpaid.some(({ handlingId }) => handlingId === _id);
}

/** The instant of a cause decides the cycle, however much later it is heard (rules.md §4.cycle-end.instant); nothing has happened later than now. */
function happenedAt(at: string | undefined, { now }: Terms): Date {
  const instant = at === undefined ? now : new Date(at);
  return instant < now ? instant : now;
}

/** Whether the cycle of an instant has ended and its end is written. A cycle that took another one's place began with it. */
function hasEndedSince({ cycleStartsOn, recuts }: LicenceDocument, at: Date): boolean {
  return at < startOfShanghaiDay(cycleStartsOn) && recuts?.at(-1)?.to !== cycleStartsOn;
}

interface Recorded extends LicenceChange {
  entry: EntryDocument;
  entries: EntryDocument[];
}

/** In the cycle of the cause; where that one has ended meanwhile, its end follows. */
function recordIn(
  reservation: ReservationDocument,
  before: LicenceDocument,
  because: RecordedBecause,
  termsThen: Terms,
  terms: Terms,
): Recorded {
  const posting = post(before, draftOf(reservation, because, termsThen), termsThen);
  const { entry } = posting;
  const raised = because === 'overdue' ? withUnpaid(posting.licence, reservation) : posting.licence;
  const full = reachFullScore(raised, entry, terms);
  const { licence, entries: ended } = postRollOver(full.licence, terms);
  return {
    licence,
    entry,
    entries: [...posting.entries, ...ended],
    events: [...thresholdsCrossed(reservation.accountId, entry), ...full.events],
  };
}

/** The end of its cycle is written already, and would have cleared it: it is recorded and cleared. What nobody has paid is carried instead. */
function recordEnded(
  reservation: ReservationDocument,
  before: LicenceDocument,
  because: RecordedBecause,
  termsThen: Terms,
  terms: Terms,
): Recorded {
  if (because === 'overdue') return recordIn(reservation, before, because, terms, terms);
  const posting = post(before, draftOf(reservation, because, termsThen), terms);
  const { entry } = posting;
  const { points, causeId } = entry;
  if (points === 0) return { ...posting, events: [] };
  const clear = { type: 'clear_at_cycle_end', points, causeId } as const;
  const { endsBefore } = cycleAt(before.firstIssuedOn, termsThen.now);
  const recordedAt = startOfShanghaiDay(endsBefore).toISOString();
  const cleared = post(posting.licence, { ...clear, recordedAt }, terms);
  return {
    licence: cleared.licence,
    entry,
    entries: [...posting.entries, ...cleared.entries],
    events: [],
  };
}

function draftOf(
  reservation: ReservationDocument,
  because: RecordedBecause,
  { now }: Terms,
): EntryDraft {
  return { type: 'record', because, recordedAt: now.toISOString(), ...facts(reservation) };
}

/**
 * An unpaid fine no longer keeps the points of a handling from ending with their cycle; it may have been the last thing an education waited
 * for. `termsThen`: when it was paid. What ended before that ended with these points unpaid, what ended since did not carry them.
 */
function paid(
  reservation: ReservationDocument,
  caseFile: CaseFile,
  account: LicenceAccount | undefined,
  termsThen: Terms,
  terms: Terms,
): Change {
  const { _id: causeId } = reservation;
  const isIt = (item: { handlingId: string }) => item.handlingId === causeId;
  const mending = account && mendingOf(caseFile.licence, causeId, account, termsThen);
  const mended = mending && takeOut(caseFile.licence, mending, account, terms);
  const settled = mended ?? settlePaid(caseFile.licence, isIt, termsThen, terms);
  // Up to when the account has carried them.
  const paidAt = (mended ? terms : termsThen).now.toISOString();
  return {
    reservation: { ...outcomeReceived(reservation), paidAt },
    entries: settled.entries,
    ...(settled.events.length > 0 && { events: settled.events }),
    caseFile: { ...caseFile, licence: settled.licence },
  };
}

/** The entry that takes off what belongs to a cycle as unpaid, though it had been paid before that began: as of its beginning. */
function mendingOf(
  { cycleStartsOn }: LicenceDocument,
  causeId: string,
  account: LicenceAccount,
  { now }: Terms,
): Omit<EntryDraft, 'points'> | undefined {
  const enteredOn = enteredPaid(itemsOf(account, cycleStartsOn), causeId, now);
  if (enteredOn === undefined) return undefined;
  const recordedAt = startOfShanghaiDay(enteredOn).toISOString();
  return { type: 'clear_at_cycle_end', causeId, recordedAt };
}

function settlePaid(
  before: LicenceDocument,
  isIt: (item: { handlingId: string }) => boolean,
  termsThen: Terms,
  terms: Terms,
): Completion {
  const unpaidThen = postRollOver(before, termsThen);
  const unpaid = unpaidThen.licence.unpaid.filter((item) => !isIt(item));
  const since = postRollOver({ ...unpaidThen.licence, unpaid }, terms);
  const done = completeEducation(since.licence, terms);
  return { ...done, entries: [...unpaidThen.entries, ...since.entries, ...done.entries] };
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
