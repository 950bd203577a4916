import { refuse, type Refusal } from '@demerit/contracts';
import {
  countedInEducation,
  settleEducation,
  withoutFullScores,
} from '../full-score/full-score.rules';
import { post, postCycleEnds, postRollOver, type EntryDraft } from '../account/entries.rules';
import {
  endsDue,
  fullScoresWithout,
  replay,
  sumOf,
  unpaidIn,
  without,
  type LicenceAccount,
} from '../account/items.rules';
import type { CaseFile } from '../limits/limits.types';
import type { EntryDocument, LedgerEvent, LicenceDocument, Terms } from '../account/account.types';
import type { ReservationDocument } from './reservations.types';
import { reverseSlot } from '../limits/limits.rules';
import {
  facts,
  freed,
  outcomeReceived,
  RESERVATION_MOVES,
  type Change,
} from './reservations.rules';

/** A licence's account and what it became when one of its records was taken out. */
export interface TakenOut {
  licence: LicenceDocument;
  entries: EntryDocument[];
  /** The one that takes it off the balance. */
  entry: EntryDocument;
  events: LedgerEvent[];
  /** Education orders that it made never to have been, though their exams had cleared points. */
  fullScoresLost: string[];
}

/** There is no reversal of a reversal, nor of what was never reserved. */
export function checkRevocable({ state }: ReservationDocument): Refusal | undefined {
  if (RESERVATION_MOVES[state].includes('revoked')) return undefined;
  return refuse('REVERSAL_NOT_POSSIBLE', { reason: state });
}

/** The event of a revocation that was followed already, when violations was asked. */
export function revocationReceived({
  revokedUnheard: _followed,
  ...reservation
}: ReservationDocument): ReservationDocument {
  return reservation;
}

/**
 * A decision was revoked: what it recorded is taken back and its slots are free. Not paid yet: it is released, and nothing can record it
 * any more. rules.md §3, §4.reversal.
 */
export function revoke(
  reservation: ReservationDocument,
  caseFile: CaseFile,
  account: LicenceAccount,
  terms: Terms,
): Change {
  if (reservation.state === 'reserved') return freed(reservation, 'revoked', caseFile, terms);
  const { vehicleId, licenceId, slots } = reservation;
  const { points: _recorded, ...cause } = facts(reservation);
  const taken = reverse(caseFile.licence, cause, account, terms);
  const { licence, entries, events, entry } = taken;
  const notUndone = educationsLeft(caseFile.licence, taken);
  const { licenceCycle, vehicleCycle } = caseFile;
  return {
    reservation: { ...outcomeReceived(reservation), state: 'revoked' },
    entries,
    caseFile: {
      ...caseFile,
      licence,
      licenceCycle: slots ? reverseSlot(licenceCycle, vehicleId, slots.ownVehicle) : licenceCycle,
      vehicleCycle: slots ? reverseSlot(vehicleCycle, licenceId, slots.ownVehicle) : vehicleCycle,
    },
    events: [
      pointsReversed(licence, entry, {
        handlingId: reservation._id,
        vehicleId,
        ...(notUndone.length > 0 && { notUndone }),
      }),
      ...events,
    ],
  };
}

/**
 * Takes what is left of a record off the balance, as if it had never been: ends of cycles that did not clear because of it clear now, with
 * what was unpaid then carried. Full scores that are none without it count no more; the detention ends below full score, and where what is
 * still required was done before.
 */
export function reverse(
  before: LicenceDocument,
  cause: Pick<EntryDocument, 'causeId'> & Partial<EntryDocument>,
  account: LicenceAccount,
  terms: Terms,
): TakenOut {
  const recordedAt = terms.now.toISOString();
  return takeOut(before, { ...cause, type: 'reverse', recordedAt }, account, terms);
}

/** `cause`: the entry to be written, without its points: what is left of the record. */
export function takeOut(
  before: LicenceDocument,
  cause: Omit<EntryDraft, 'points'>,
  account: LicenceAccount,
  terms: Terms,
): TakenOut {
  const { licence: rolled, entries: ended } = postRollOver(before, terms);
  const { firstIssuedOn, cycleStartsOn } = rolled;
  const whole = { ...account, entries: [...account.entries, ...ended] };
  const { items, cleared } = replay(whole, cycleStartsOn);
  const rest = without(items, cause.causeId);
  const points = rolled.balance - sumOf(rest);
  const taken = post(rolled, { ...cause, points }, terms);
  const due = endsDue(rest, firstIssuedOn, cycleStartsOn, terms.policy.fullScore);
  const mended = postCycleEnds(taken.licence, due.ends, terms.seal);
  const licence = { ...mended.licence, unpaid: unpaidIn(due.items) };
  const { entry } = taken;
  const fullScoresLost = fullScoresWithout(cleared, cause.causeId, terms.policy.fullScore);
  const settled = settleEducation(withoutFullScores(licence, fullScoresLost), terms);
  return {
    licence: settled.licence,
    entries: [...ended, entry, ...mended.entries, ...settled.entries],
    entry,
    events: settled.events,
    fullScoresLost,
  };
}

/** Learning that nobody can give back: done for what was taken out, or more of it because of that. Named, so that somebody can make up for it. */
function educationsLeft(before: LicenceDocument, { fullScoresLost }: TakenOut): string[] {
  return [
    ...fullScoresLost.map((orderId) => `education_done:${orderId}`),
    ...educationsThatCounted(before, fullScoresLost),
  ];
}

/** Those done whose round had counted full scores that are none any more. */
export function educationsThatCounted(
  before: LicenceDocument,
  fullScoresLost: readonly string[],
): string[] {
  return countedInEducation(before, fullScoresLost).map(
    (orderId) => `counted_in_education:${orderId}`,
  );
}

/** `balance` is the one after everything that the reversal changed. */
export function pointsReversed(
  { accountId, balance, seq }: LicenceDocument,
  { _id: entryId, licenceId, points, recordedAt: reversedAt }: EntryDocument,
  cause: { handlingId: string; vehicleId: string; notUndone?: string[] } | { caseId: string },
): LedgerEvent {
  const account = { entryId, accountId, licenceId, points, balance };
  const payload = { ...cause, ...account, reversedAt, version: seq };
  return { type: 'points.reversed', key: licenceId, seq, payload };
}
