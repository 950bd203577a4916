import type { EntryDocument, LicenceDocument, Seal } from './account.types';
import { BALANCE_SIGN, entryId, PENDING_SIGN, sealedText } from './entries.rules';

/** A figure that does not follow from the entries. */
export interface Difference {
  /** Id of the licence, entry, cycle or target. */
  of: string;
  what: string;
  /** As derived. */
  expected: string | number;
  /** As stored. */
  found: string | number;
}

/** Re-derives a licence's account from its entries, oldest first: order, chain, running balance, and where the licence says it stands. */
export function verifyLicence(
  licence: Stand & { _id: string },
  entries: readonly EntryDocument[],
  seal: Seal,
): Difference[] {
  return verifyFrom({ seq: 0, balance: 0, pending: 0, lastHash: '' }, licence, entries, seal);
}

/**
 * The same for the newest entries alone, where what was before them is taken as it stands: the check that every command makes. Of the newest
 * `rows` none may be missing, the oldest of them neither: what is left of an account agrees with itself.
 */
export function verifyTail(
  licence: Stand & { _id: string },
  tail: readonly EntryDocument[],
  rows: number,
  seal: Seal,
): Difference[] {
  const [first] = tail;
  if (!first || first.seq <= 1) return verifyLicence(licence, tail, seal);
  const { seq, balance, previousHash: lastHash } = first;
  const pendingSince = tail.reduce((sum, { type, points }) => sum + PENDING_SIGN[type] * points, 0);
  const before = {
    seq: seq - 1,
    balance: balance - BALANCE_SIGN[first.type] * first.points,
    pending: licence.pending - pendingSince,
    lastHash,
  };
  const newest = Math.min(rows, licence.seq);
  return [
    ...compare(licence._id, [['newest entries', newest, tail.length]]),
    ...verifyFrom(before, licence, tail, seal),
  ];
}

/** Where an account stands. */
type Stand = Pick<LicenceDocument, 'seq' | 'balance' | 'pending' | 'lastHash'>;

function verifyFrom(
  before: Stand,
  licence: Stand & { _id: string },
  entries: readonly EntryDocument[],
  seal: Seal,
): Difference[] {
  const differences: Difference[] = [];
  const account = { ...before };
  for (const entry of entries) {
    account.seq += 1;
    account.balance += BALANCE_SIGN[entry.type] * entry.points;
    account.pending += PENDING_SIGN[entry.type] * entry.points;
    differences.push(
      ...compare(entry._id, [
        ['id', entryId(licence._id, account.seq), entry._id],
        ['number', account.seq, entry.seq],
        ['balance', account.balance, entry.balance],
        ['hash of the entry before', account.lastHash, entry.previousHash],
        ['hash', seal(sealedText(entry)), entry.hash],
      ]),
    );
    if (account.balance < 0) differences.push(negative(entry._id, 'balance', account.balance));
    if (account.pending < 0) differences.push(negative(entry._id, 'pending', account.pending));
    account.lastHash = entry.hash;
  }
  const standsAt = compare(licence._id, [
    ['number of entries', account.seq, licence.seq],
    ['balance', account.balance, licence.balance],
    ['pending', account.pending, licence.pending],
    ['last hash', account.lastHash, licence.lastHash],
  ]);
  return [...differences, ...standsAt];
}

function negative(of: string, what: string, found: number): Difference {
  return { of, what, expected: 'at least 0', found };
}

export function compare(
  of: string,
  figures: readonly (readonly [what: string, expected: string | number, found: string | number])[],
): Difference[] {
  return figures
    .filter(([, expected, found]) => expected !== found)
    .map(([what, expected, found]) => ({ of, what, expected, found }));
}
