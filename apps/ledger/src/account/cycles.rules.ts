import {
  refuse,
  shanghaiDay,
  shanghaiTime,
  startOfShanghaiDay,
  yearAround,
  type CycleSpan,
  type LicenceClaimed,
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
    standing: { status: 'active', version: 0 },
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
 * What a claim says of a licence; undefined when a newer one came before. The first day of issue stays the one the account was begun
 * with, so that no cycle with its counts is cut anew.
 */
export function claimedLicence(
  before: LicenceDocument | null,
  claim: LicenceClaimed,
  now: Date,
): LicenceDocument | undefined {
  const { licenceId: _id, accountId, personKey, firstIssuedOn, version: claimVersion } = claim;
  const holder = { accountId, personKey, licenceClass: claim.class, claimVersion };
  if (!before) {
    return {
      ...unusedLicence({ _id, accountId, personKey, firstIssuedOn }, now),
      ...holder,
    };
  }
  if (before.claimVersion >= claimVersion) return undefined;
  return { ...before, ...holder };
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
