import { startOfShanghaiDay, yearAround } from '@demerit/contracts';
import { cutTo } from './cycles.rules';
import type { CycleEnd } from './entries.rules';
import type { EntryDocument } from './account.types';

/** What a balance is made of, read from the entries: so that one of its parts can be taken out after the fact. rules.md §4.reversal. */

export interface Item {
  /** The handling, the sanction case, or the study. */
  causeId: string;
  /** Below 0: taken off by study. */
  points: number;
  /** Recorded in it, or carried into it. */
  cycleStartsOn: string;
  /** Its fine was not paid before this instant (UTC ISO); absent: paid when it was recorded. */
  unpaidUntil?: string;
}

/** Later than every instant. */
const STILL_UNPAID = '~';

export interface LicenceAccount {
  firstIssuedOn: string;
  /** Oldest first. */
  entries: readonly EntryDocument[];
  /** When the event of the payment came for handlings recorded unpaid; absent: not paid. */
  paidAt: ReadonlyMap<string, string>;
}

/** The parts of the balance after the newest entry, in the order of recording. Their sum is that balance. `writtenTo`: the cycle up to which entries are written. */
export function itemsOf(
  { firstIssuedOn, entries, paidAt }: LicenceAccount,
  writtenTo: string,
): Item[] {
  let items: Item[] = [];
  let waiting: Item[] = [];
  for (const entry of entries) {
    const { type, causeId, points, cycleStartsOn } = entry;
    const item = { causeId, points, cycleStartsOn };
    items = fromOnwards(items, cycleStartsOn);
    if (type === 'record' && entry.because === 'overdue') {
      items.push({ ...item, unpaidUntil: paidAt.get(causeId) ?? STILL_UNPAID });
    } else if (type === 'record' || type === 'seller_penalty') {
      items.push(item);
    } else if (type === 'reduce_by_study') {
      items.push({ ...item, points: -points });
    } else if (type === 'reverse') {
      items = fromOnwards(without(items, causeId), cycleStartsOn);
    } else if (type === 'clear_by_exam') {
      items = [];
    } else if (type === 'clear_at_cycle_end') {
      ({ items, waiting } = ended(items, cycleStartsOn, firstIssuedOn));
    } else if (type === 'carry_in') {
      items = [...carried(waiting, points, cycleStartsOn), ...items];
    }
  }
  return fromOnwards(items, writtenTo);
}

/** The parts as if one of them had never been: a study can have taken off no more than what else was there. */
export function without(items: readonly Item[], causeId: string): Item[] {
  let balance = 0;
  return items
    .filter((item) => item.causeId !== causeId)
    .map((item) => {
      const points = Math.max(item.points, -balance);
      balance += points;
      return { ...item, points };
    });
}

/** The end of a cycle in which study had left nothing has no entry: there was nothing to clear, and nothing is left of that cycle. */
function fromOnwards(items: Item[], cycleStartsOn: string): Item[] {
  const later = items.filter((item) => item.cycleStartsOn >= cycleStartsOn);
  return sumOf(items) === sumOf(later) ? later : items;
}

export function sumOf(items: readonly Item[]): number {
  return items.reduce((sum, { points }) => sum + points, 0);
}

/**
 * The ends of cycles that did not clear because full score stood, and that clear now: a part of it was taken out since. `items` are the parts
 * then left; an end that did clear left nothing of its cycle behind, so it is not done again.
 */
export function endsDue(
  before: readonly Item[],
  firstIssuedOn: string,
  runningCycle: string,
  fullScore: number,
): { items: Item[]; ends: CycleEnd[] } {
  let items = [...before];
  const ends: CycleEnd[] = [];
  let written = yearAround(firstIssuedOn, oldest(items, runningCycle));
  while (written.startsOn < runningCycle) {
    const running = yearAround(firstIssuedOn, written.endsBefore);
    const cleared = sumOf(items.filter((item) => item.cycleStartsOn <= written.startsOn));
    if (cleared < fullScore) {
      const left = ended(items, written.startsOn, firstIssuedOn);
      const survivors = carried(left.waiting, cleared, running.startsOn);
      ends.push({ written, cleared, running, carried: sumOf(survivors) });
      items = [...survivors, ...left.items];
    }
    written = running;
  }
  return { items, ends };
}

/** At the end of a cycle: what belongs to later ones, and what waits to be carried because its fine was unpaid then. */
function ended(
  items: readonly Item[],
  cycleStartsOn: string,
  firstIssuedOn: string,
): { items: Item[]; waiting: Item[] } {
  const end = startOfShanghaiDay(yearAround(firstIssuedOn, cycleStartsOn).endsBefore).toISOString();
  const isLater = (item: Item): boolean => item.cycleStartsOn > cycleStartsOn;
  const wasUnpaid = ({ unpaidUntil }: Item): boolean =>
    unpaidUntil !== undefined && unpaidUntil >= end;
  return {
    items: items.filter(isLater),
    waiting: items.filter((item) => !isLater(item) && wasUnpaid(item)),
  };
}

function carried(waiting: readonly Item[], points: number, cycleStartsOn: string): Item[] {
  return cutTo(points, waiting).map((item) => ({ ...item, cycleStartsOn }));
}

function oldest(items: readonly Item[], runningCycle: string): string {
  return items.reduce(
    (first, { cycleStartsOn }) => (cycleStartsOn < first ? cycleStartsOn : first),
    runningCycle,
  );
}

/** Of the parts of a balance, the handlings whose fine is unpaid. */
export function unpaidIn(items: readonly Item[]): { handlingId: string; points: number }[] {
  return items
    .filter(({ points, unpaidUntil }) => points > 0 && unpaidUntil === STILL_UNPAID)
    .map(({ causeId: handlingId, points }) => ({ handlingId, points }));
}
