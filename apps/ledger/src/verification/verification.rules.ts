import type { ReservationStatus } from '@demerit/contracts';
import { cycleId, cyclesWithin } from '../limits/counts.rules';
import { compare, type Difference } from '../account/chain.rules';
import { itemsOf, sumOf, unpaidIn, type LicenceAccount } from '../account/items.rules';
import { KINDS, type CycleDocument, type Kind, type Subject } from '../limits/limits.types';
import type {
  EntryDocument,
  LicenceDocument,
  Slots,
  SlotUsage,
  StandingState,
} from '../account/account.types';
import type { ReservationDocument } from '../reservations/reservations.types';
import type { TargetDocument } from '../review/review.types';

/** What the balance is made of must sum up to it, and say the same of unpaid fines; a detention goes with an education order. */
export function verifyParts(
  licence: Pick<
    LicenceDocument,
    '_id' | 'balance' | 'unpaid' | 'cycleStartsOn' | 'holds' | 'education'
  >,
  account: LicenceAccount,
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
  entries: readonly EntryDocument[],
  reservations: readonly Pick<ReservationDocument, '_id' | 'state'>[],
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

const STATE_AFTER: Partial<Record<EntryDocument['type'], ReservationStatus>> = {
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

/** Handlings that count, by cycle and then by pair, as the entries count them. */
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

/** Ids of cycles whose place another one took, with the id of that one. */
type Moved = ReadonlyMap<string, string>;

const NONE: Moved = new Map();

export function movedWithin(subject: Subject): [from: string, to: string][] {
  return cyclesWithin(subject).flatMap(({ _id, kind, subjectId, movedTo }) =>
    movedTo === undefined ? [] : [[_id, cycleId(kind, subjectId, movedTo)]],
  );
}

/** A cycle, and whose it is; undefined: nothing is stored of that licence or vehicle. */
export interface Placed {
  cycle: CycleDocument;
  subject: Subject | undefined;
  isBeside: boolean;
}

/**
 * Of cycles beside theirs: where the licence or vehicle has cycles within, these alone count. Nothing takes slots of one of which nothing is
 * stored, though a review may have granted it some.
 */
export function verifyPlace({ cycle, subject, isBeside }: Placed): Difference[] {
  if (!isBeside) return [];
  const { _id, kind, uses } = cycle;
  return compare(_id, [
    [`place of this ${kind}’s cycles`, subject?.cycles ? 'within' : 'beside', 'beside'],
    [`${kind} behind the cycle`, 'one', subject || uses.length === 0 ? 'one' : 'none'],
  ]);
}

/** Adds what an entry means for the cycles of its licence and its vehicle, as far as these are in the share. */
export function countSlots(
  counts: Counts,
  entry: EntryDocument,
  share = WHOLE,
  moved = NONE,
): void {
  const { licenceId } = entry;
  const effect = SLOT_EFFECTS[entry.type];
  if (!effect) return;
  for (const { vehicleId, licenceCycle, vehicleCycle, ownVehicle } of slotsOf(entry)) {
    for (const [subjectId, named, otherId] of [
      [licenceId, cycleId('licence', licenceId, licenceCycle), vehicleId],
      [vehicleId, cycleId('vehicle', vehicleId, vehicleCycle), licenceId],
    ] as const) {
      if (!isInShare(subjectId, share)) continue;
      let cycle: string = named;
      for (let next = moved.get(cycle); next; next = moved.get(cycle)) cycle = next;
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
}

/** That of a handling, or those that an opening balance brought. */
function slotsOf({
  vehicleId,
  slots,
  opening,
  cycleStartsOn: licenceCycle,
}: EntryDocument): (Slots & { vehicleId: string })[] {
  if (opening) return opening.slots.map((slot) => ({ ...slot, licenceCycle }));
  return slots && vehicleId !== undefined ? [{ ...slots, vehicleId }] : [];
}

/** Compares a cycle's document with what the entries count; takes the cycle out of `counts`. */
export function verifyCycle(cycle: CycleDocument, counts: Counts): Difference[] {
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

/** By account, or by vehicle. */
export type Standings = Map<string, StandingState>;

/** A person or vehicle is suspended exactly while there is an open target of it. */
export function verifyStandings(
  standings: Readonly<Record<Kind, Standings>>,
  open: readonly Pick<TargetDocument, '_id' | 'kind' | 'subjectId' | 'accountId'>[],
): Difference[] {
  const targets = { licence: new Map<string, string>(), vehicle: new Map<string, string>() };
  for (const { _id, kind, subjectId, accountId } of open)
    targets[kind].set(kind === 'licence' ? (accountId ?? '') : subjectId, _id);
  return KINDS.flatMap((kind) => {
    const ids = new Set([...standings[kind].keys(), ...targets[kind].keys()]);
    return [...ids].flatMap((id) => {
      const standing = standings[kind].get(id);
      const target = targets[kind].get(id);
      return compare(id, [
        ['standing', target ? 'suspended' : 'active', standing?.status ?? 'active'],
        ['open review target', target ?? 'none', standing?.targetId ?? 'none'],
      ]);
    });
  });
}

const SLOT_EFFECTS: Partial<
  Record<EntryDocument['type'], Pick<SlotUsage, 'pending' | 'recorded'>>
> = {
  reserve: { pending: 1, recorded: 0 },
  record: { pending: -1, recorded: 1 },
  release: { pending: -1, recorded: 0 },
  reverse: { pending: 0, recorded: -1 },
  carry_in: { pending: 0, recorded: 1 },
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
