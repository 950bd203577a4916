import {
  anniversary,
  refuse,
  shanghaiDay,
  shanghaiTime,
  startOfShanghaiDay,
  yearAround,
  type CycleSpan,
  type Person,
  type Refusal,
} from '@demerit/contracts';
import type { LicenceDocument } from './account.types';

/** Twelve months of a licence (from first issue) or a vehicle (from first registration), in Shanghai days. rules.md §4. */
export interface Cycle {
  startsOn: string;
  /** First day of the next one. */
  endsBefore: string;
}

/** The cycle, counted from the anniversaries of `origin`, that holds an instant. */
export function cycleAt(origin: string, instant: Date): Cycle {
  return yearAround(origin, shanghaiDay(instant));
}

/** As citizens read it: from 00:00 of the first day to 24:00 of the last, +08:00. */
export function spanOf(cycle: Cycle): CycleSpan {
  return {
    startsAt: shanghaiTime(startOfShanghaiDay(cycle.startsOn)),
    endsAt: shanghaiTime(startOfShanghaiDay(cycle.endsBefore)),
  };
}

/** A licence the ledger has no entry of. */
export function unusedLicence(
  identity: Pick<LicenceDocument, '_id' | 'accountId' | 'personKey' | 'firstIssuedOn'>,
  now: Date,
): LicenceDocument {
  const { startsOn, endsBefore } = cycleAt(identity.firstIssuedOn, now);
  return {
    ...identity,
    claimVersion: 0,
    cycleStartsOn: startsOn,
    cycleEndsBefore: endsBefore,
    seq: 0,
    lastHash: '',
    balance: 0,
    pending: 0,
    unpaid: [],
    holds: [],
    holdsVersion: 0,
    fullScores: [],
    version: 0,
  };
}

/** The licence that identity says a person has, of which the ledger has no entry. */
export function licenceOfPerson(
  { accountId, personKey, licence }: Person,
  now: Date,
): LicenceDocument | Refusal {
  if (!licence) return refuse('LICENCE_REQUIRED');
  const { licenceId: _id, firstIssuedOn } = licence;
  return unusedLicence({ _id, accountId, personKey: personKey ?? '', firstIssuedOn }, now);
}

/** What the end of a licence's cycles does to its points. */
export interface RollOver {
  /** The cycle that runs. */
  cycle: Cycle;
  /** The cycle up to which the entries are written; the same one unless it ended. */
  written: Cycle;
  /** Taken off at the end of the old cycle: everything, or nothing. */
  cleared: number;
  /** Put on again at the start of the cycle that runs: points whose fine is unpaid. */
  carried: number;
  balance: number;
}

/**
 * The state of a licence's points at `now`, whether or not anything was written since its cycle ended (rules.md §4.cycle-end).
 * A clock that runs behind the newest entry does not lead back into an older cycle.
 */
export function rollOver(licence: LicenceDocument, now: Date, fullScore: number): RollOver {
  const running = cycleAt(licence.firstIssuedOn, now);
  const written = yearAround(licence.firstIssuedOn, licence.cycleStartsOn);
  const cycle = running.startsOn > written.startsOn ? running : written;
  const { balance } = licence;
  if (cycle.startsOn === written.startsOn)
    return { cycle, written, cleared: 0, carried: 0, balance };
  if (balance >= fullScore) return { cycle, written, cleared: 0, carried: 0, balance };
  const unpaid = licence.unpaid.reduce((sum, { points }) => sum + points, 0);
  const carried = Math.min(balance, unpaid);
  return { cycle, written, cleared: balance, carried, balance: carried };
}

/**
 * The cycles of a licence cut anew, because the day of its first issue was corrected (rules.md §4.cycle.corrected): the cycle that the new
 * day gives for now takes the place of the one that ran, with all that is not cleared. `rolled`: up to now, by the day before.
 */
export function recutLicence(
  rolled: LicenceDocument,
  firstIssuedOn: string,
  now: Date,
): LicenceDocument {
  const { startsOn: to, endsBefore } = cycleAt(firstIssuedOn, now);
  const { cycleStartsOn: from, firstIssuedOn: before, seq, recuts = [] } = rolled;
  const moved = (startsOn: string): string =>
    anniversary(firstIssuedOn, yearOf(startsOn) - yearOf(from) + yearOf(to));
  return {
    ...rolled,
    firstIssuedOn,
    cycleStartsOn: to,
    cycleEndsBefore: endsBefore,
    fullScores: rolled.fullScores.map((one) => ({
      ...one,
      cycleStartsOn: moved(one.cycleStartsOn),
    })),
    ...(seq > 0 && { recuts: [...recuts, { seq, firstIssuedOn: before, from, to }] }),
  };
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

/** Entries with numbers in a range, by the first days that they say of their cycle. */
export interface NamedEntries {
  names: string[];
  after: number;
  /** Absent: up to the newest. */
  upTo?: number;
}

/**
 * The entries of the cycle that holds a day. Where corrections cut the cycles anew, entries written before one say the cycle of the date
 * before: what said the one that ran then is now of the one that took its place.
 */
export function entriesOfCycle(licence: CutCycles, day: string): NamedEntries[] {
  const startsOn = cycleHolding(licence, day);
  let written: NamedEntries = { names: startsOn === undefined ? [] : [startsOn], after: 0 };
  const found: NamedEntries[] = [];
  for (const { seq, from, to } of licence.recuts?.toReversed() ?? []) {
    found.push({ ...written, after: seq });
    const others = written.names.filter((name) => name !== from);
    const names = written.names.includes(to) ? [...others, from] : others;
    written = { names, after: 0, upTo: seq };
  }
  return [...found, written].filter(({ names }) => names.length > 0);
}

type CutCycles = Pick<LicenceDocument, 'firstIssuedOn' | 'recuts'>;

/** First day of the cycle that holds a day; none for the days of a cycle whose place a later one took. */
function cycleHolding({ firstIssuedOn, recuts = [] }: CutCycles, day: string): string | undefined {
  let { startsOn } = yearAround(firstIssuedOn, day);
  for (const { from, to, firstIssuedOn: before } of recuts.toReversed()) {
    if (startsOn >= to) return startsOn;
    ({ startsOn } = yearAround(before, day));
    if (startsOn >= from) return undefined;
  }
  return startsOn;
}

/** Points whose fine is unpaid, cut to what is left of them: study took the oldest first. */
export function cutTo<T extends { points: number }>(points: number, unpaid: readonly T[]): T[] {
  let left = points;
  const kept: T[] = [];
  for (const item of unpaid.toReversed()) {
    const share = Math.min(item.points, left);
    left -= share;
    if (share > 0) kept.unshift({ ...item, points: share });
  }
  return kept;
}
