import { startOfShanghaiDay, type EntryType } from '@demerit/contracts';
import { cutTo, rollOver, type Cycle } from './cycles.rules';
import type { EntryDocument, LicenceDocument, OpeningState, Seal, Terms } from './account.types';

/** How an entry's points move the balance. `reserve` and `release` carry the points reserved and move nothing. rules.md §4.entries. */
export const BALANCE_SIGN: Readonly<Record<EntryType, -1 | 0 | 1>> = {
  reserve: 0,
  record: 1,
  release: 0,
  reverse: -1,
  reduce_by_study: -1,
  carry_in: 1,
  clear_at_cycle_end: -1,
  clear_by_exam: -1,
  seller_penalty: 1,
};

/** How they move what is pending. */
export const PENDING_SIGN: Readonly<Record<EntryType, -1 | 0 | 1>> = {
  reserve: 1,
  record: -1,
  release: -1,
  reverse: 0,
  reduce_by_study: 0,
  carry_in: 0,
  clear_at_cycle_end: 0,
  clear_by_exam: 0,
  seller_penalty: 0,
};

/** An entry before it has its place in the account. */
export type EntryDraft = Omit<
  EntryDocument,
  '_id' | 'licenceId' | 'seq' | 'balance' | 'cycleStartsOn' | 'previousHash' | 'hash'
>;

/** A licence with what was appended to its account; no entry where there was nothing to append. */
export interface Appended {
  licence: LicenceDocument;
  entries: EntryDocument[];
}

/** An entry with what it changed. `entries`: those of ended cycles before it, and itself. */
export interface Posting extends Appended {
  entry: EntryDocument;
}

/** The id of a licence's n-th entry. Its text sorts like the account, and no two writers can both have it. */
export function entryId(licenceId: string, seq: number): string {
  return `${licenceId}-${String(seq).padStart(8, '0')}`;
}

/** Everything of an entry but its hash, with the hash of the one before: what a forger would have to change in all later ones. */
export function sealedText(entry: Omit<EntryDocument, 'hash'>): string {
  const { slots, opening } = entry;
  return JSON.stringify([
    entry.previousHash,
    entry._id,
    entry.licenceId,
    entry.seq,
    entry.type,
    entry.points,
    entry.balance,
    entry.causeId,
    entry.cycleStartsOn,
    entry.vehicleId ?? null,
    slots ? [slots.licenceCycle, slots.vehicleCycle, slots.ownVehicle] : null,
    entry.because ?? null,
    entry.violationOccurredAt ?? null,
    entry.decidedAt ?? null,
    entry.recordedAt,
    ...(opening ? [sealedOpening(opening)] : []),
  ]);
}

function sealedOpening({ source, asOf, slots }: OpeningState): unknown[] {
  const of = slots.map((slot) => [slot.vehicleId, slot.vehicleCycle, slot.ownVehicle]);
  return [source, asOf, of];
}

/** Appends to a licence's account; what ended cycles clear and carry is written first. */
export function post(licence: LicenceDocument, draft: EntryDraft, terms: Terms): Posting {
  const { licence: rolled, entries } = postRollOver(licence, terms);
  const last = append(rolled, draft, rolled.cycleStartsOn, terms.seal);
  return {
    licence: last.licence,
    entries: [...entries, last.entry],
    entry: last.entry,
  };
}

/** Brings a licence's account into the cycle that runs, as part of a change. No entries when it is there already, or nothing clears. */
export function postRollOver(licence: LicenceDocument, { now, policy, seal }: Terms): Appended {
  const { cycle, written, cleared, carried } = rollOver(licence, now, policy.fullScore);
  if (cycle.startsOn === written.startsOn) return { licence, entries: [] };
  const ended = [{ written, cleared, running: cycle, carried }];
  const { licence: after, entries } = postCycleEnds(licence, ended, seal);
  const { startsOn: cycleStartsOn, endsBefore: cycleEndsBefore } = cycle;
  const isKept = licence.balance >= policy.fullScore;
  const unpaid = isKept ? licence.unpaid : cutTo(carried, licence.unpaid);
  return { licence: { ...after, cycleStartsOn, cycleEndsBefore, unpaid }, entries };
}

/** What the end of one cycle took off, and what the next one, or the one that runs since, began with. */
export interface CycleEnd {
  written: Cycle;
  cleared: number;
  running: Cycle;
  carried: number;
}

/** Writes what ended cycles cleared and carried; the licence's cycle stays. */
export function postCycleEnds(
  licence: LicenceDocument,
  ends: readonly CycleEnd[],
  seal: Seal,
): Appended {
  const drafts = ends.flatMap(({ written, cleared, running, carried }) => [
    cycleEntry('clear_at_cycle_end', cleared, licence._id, written, written.endsBefore),
    cycleEntry('carry_in', carried, licence._id, running, running.startsOn),
  ]);
  let state = licence;
  const entries: EntryDocument[] = [];
  for (const { draft, ofCycle } of drafts) {
    if (draft.points === 0) continue;
    const appended = append(state, draft, ofCycle, seal);
    state = appended.licence;
    entries.push(appended.entry);
  }
  return { licence: state, entries };
}

/** Recorded as of the day the rule made it so, however much later it was written. */
function cycleEntry(
  type: 'clear_at_cycle_end' | 'carry_in',
  points: number,
  licenceId: string,
  { startsOn }: Cycle,
  on: string,
): { draft: EntryDraft; ofCycle: string } {
  const causeId = `${licenceId}-cycle-${startsOn}`;
  const recordedAt = startOfShanghaiDay(on).toISOString();
  return { draft: { type, points, causeId, recordedAt }, ofCycle: startsOn };
}

function append(
  licence: LicenceDocument,
  draft: EntryDraft,
  cycleStartsOn: string,
  seal: Seal,
): { licence: LicenceDocument; entry: EntryDocument } {
  const seq = licence.seq + 1;
  const balance = licence.balance + BALANCE_SIGN[draft.type] * draft.points;
  const pending = licence.pending + PENDING_SIGN[draft.type] * draft.points;
  if (balance < 0 || pending < 0) {
    throw new Error(`${draft.type} of ${draft.points} points would bring ${licence._id} below 0`);
  }
  const unsealed = {
    ...draft,
    _id: entryId(licence._id, seq),
    licenceId: licence._id,
    seq,
    balance,
    cycleStartsOn,
    previousHash: licence.lastHash,
  };
  const hash = seal(sealedText(unsealed));
  return {
    licence: { ...licence, seq, balance, pending, lastHash: hash },
    entry: { ...unsealed, hash },
  };
}
