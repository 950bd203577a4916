import { cycleId } from '../account/cycles.rules';
import { BALANCE_SIGN, entryId, PENDING_SIGN, sealedText } from '../account/entries.rules';
import { itemsOf, sumOf, unpaidIn, type Account } from '../account/items.rules';
import type {
  CycleState,
  LedgerEntry,
  LicenceState,
  ReservationState,
  ReservationStatus,
  Seal,
  SlotUsage,
  StandingState,
  TargetState,
} from '../account/account.types';

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
  entries: readonly LedgerEntry[],
  seal: Seal,
): Difference[] {
  return verifyFrom({ seq: 0, balance: 0, pending: 0, lastHash: '' }, licence, entries, seal);
}

/** The same for the newest entries alone, where what was before them is taken as it stands: the check that every command makes. */
export function verifyTail(
  licence: Stand & { _id: string },
  tail: readonly LedgerEntry[],
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
  return verifyFrom(before, licence, tail, seal);
}

/** Where an account stands. */
type Stand = Pick<LicenceState, 'seq' | 'balance' | 'pending' | 'lastHash'>;

function verifyFrom(
  before: Stand,
  licence: Stand & { _id: string },
  entries: readonly LedgerEntry[],
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

/** What the balance is made of must sum up to it, and say the same of unpaid fines; a detention goes with an education order. */
export function verifyParts(
  licence: Pick<
    LicenceState,
    '_id' | 'balance' | 'unpaid' | 'cycleStartsOn' | 'holds' | 'education'
  >,
  account: Account,
): Difference[] {
  const { _id, balance, unpaid, cycleStartsOn, holds, education } = licence;
  const items = itemsOf(account, cycleStartsOn);
  const detention = holds.find(({ kind }) => kind === 'detained');
  return compare(_id, [
    ['sum of what is recorded', sumOf(items), balance],
    ['points with an unpaid fine', JSON.stringify(unpaidIn(items)), JSON.stringify(unpaid)],
    ['education behind the detention', education?.orderId ?? 'none', detention?.causeId ?? 'none'],
  ]);
}

/** The last entry of a handling says what became of its reservation. */
export function verifyReservations(
  entries: readonly LedgerEntry[],
  reservations: readonly Pick<ReservationState, '_id' | 'state'>[],
): Difference[] {
  const found = new Map(reservations.map(({ _id, state }) => [_id, state]));
  const expected = new Map<string, ReservationStatus>();
  for (const { type, causeId } of entries) {
    const state = STATE_AFTER[type];
    // A reservation that was revoked before it was recorded is released by the same kind of entry.
    const isRevoked = state === 'released' && found.get(causeId) === 'revoked';
    if (state && (type !== 'reverse' || expected.has(causeId))) {
      expected.set(causeId, isRevoked ? 'revoked' : state);
    }
  }
  return [...expected].flatMap(([handlingId, state]) =>
    compare(handlingId, [['state', state, found.get(handlingId) ?? 'none']]),
  );
}

const STATE_AFTER: Partial<Record<LedgerEntry['type'], ReservationStatus>> = {
  reserve: 'reserved',
  record: 'recorded',
  release: 'released',
  reverse: 'revoked',
};

/** Extra slots by subject: granted in reviews, and counted in cycles. */
export function verifyExtraSlots(
  granted: ReadonlyMap<string, number>,
  counted: ReadonlyMap<string, number>,
): Difference[] {
  const subjects = new Set([...granted.keys(), ...counted.keys()]);
  return [...subjects].flatMap((subjectId) =>
    compare(subjectId, [['extra slots', granted.get(subjectId) ?? 0, counted.get(subjectId) ?? 0]]),
  );
}

/** Handlings that count, by cycle and then by pair, as the entries tell it. */
export type Counts = Map<string, Map<string, { pending: number; recorded: number }>>;

/** One of several passes over the entries, each of which counts for other licences and vehicles. */
export interface Share {
  /** From 0 on. */
  pass: number;
  passes: number;
}

const WHOLE: Share = { pass: 0, passes: 1 };

export function isInShare(subjectId: string, { pass, passes }: Share): boolean {
  let sum = 0;
  for (const character of subjectId) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % passes === pass;
}

/** Adds what an entry means for the cycles of its licence and its vehicle, as far as these are in the share. */
export function countSlots(counts: Counts, entry: LedgerEntry, share = WHOLE): void {
  const { slots, vehicleId, licenceId } = entry;
  const effect = SLOT_EFFECTS[entry.type];
  if (!slots || !vehicleId || !effect) return;
  const { licenceCycle, vehicleCycle, ownVehicle } = slots;
  for (const [subjectId, cycle, otherId] of [
    [licenceId, cycleId('licence', licenceId, licenceCycle), vehicleId],
    [vehicleId, cycleId('vehicle', vehicleId, vehicleCycle), licenceId],
  ] as const) {
    if (!isInShare(subjectId, share)) continue;
    const pairs = counts.get(cycle) ?? new Map<string, { pending: number; recorded: number }>();
    counts.set(cycle, pairs);
    const key = pairKey({ otherId, ownVehicle });
    const before = pairs.get(key) ?? { pending: 0, recorded: 0 };
    pairs.set(key, {
      pending: before.pending + effect.pending,
      recorded: before.recorded + effect.recorded,
    });
  }
}

/** Compares a cycle's document with what the entries count; takes the cycle out of `counts`. */
export function verifyCycle(cycle: CycleState, counts: Counts): Difference[] {
  const counted = new Map(counts.get(cycle._id));
  counts.delete(cycle._id);
  const differences = cycle.uses.flatMap((use) => {
    const { pending, recorded } = counted.get(pairKey(use)) ?? { pending: 0, recorded: 0 };
    counted.delete(pairKey(use));
    return compare(cycle._id, [
      [`pending of ${use.otherId}`, pending, use.pending],
      [`recorded of ${use.otherId}`, recorded, use.recorded],
    ]);
  });
  return [...differences, ...uncounted(cycle._id, counted)];
}

/** What the entries count in cycles that have no document. */
export function verifyUnseen(counts: Counts): Difference[] {
  return [...counts].flatMap(([cycle, pairs]) => uncounted(cycle, pairs));
}

/** A subject is suspended exactly while it has an open target. */
export function verifyStanding(
  subjectId: string,
  standing: StandingState,
  open: Pick<TargetState, '_id'> | undefined,
): Difference[] {
  return compare(subjectId, [
    ['standing', open ? 'suspended' : 'active', standing.status],
    ['open review target', open?._id ?? 'none', standing.targetId ?? 'none'],
  ]);
}

const SLOT_EFFECTS: Partial<Record<LedgerEntry['type'], Pick<SlotUsage, 'pending' | 'recorded'>>> =
  {
    reserve: { pending: 1, recorded: 0 },
    record: { pending: -1, recorded: 1 },
    release: { pending: -1, recorded: 0 },
    reverse: { pending: 0, recorded: -1 },
  };

function pairKey({ otherId, ownVehicle }: Pick<SlotUsage, 'otherId' | 'ownVehicle'>): string {
  return `${otherId} ${ownVehicle ? 'own' : 'other'}`;
}

function uncounted(
  cycle: string,
  pairs: ReadonlyMap<string, Pick<SlotUsage, 'pending' | 'recorded'>>,
): Difference[] {
  return [...pairs].flatMap(([pair, { pending, recorded }]) =>
    compare(cycle, [
      [`pending of ${pair}`, pending, 0],
      [`recorded of ${pair}`, recorded, 0],
    ]),
  );
}

function negative(of: string, what: string, found: number): Difference {
  return { of, what, expected: 'at least 0', found };
}

function compare(
  of: string,
  figures: readonly (readonly [what: string, expected: string | number, found: string | number])[],
): Difference[] {
  return figures
    .filter(([, expected, found]) => expected !== found)
    .map(([what, expected, found]) => ({ of, what, expected, found }));
}
