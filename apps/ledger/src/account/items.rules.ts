import { startOfShanghaiDay, yearAround } from '@demerit/contracts';
import { cutTo } from './cycles.rules';
import type { CycleEnd } from './entries.rules';
import type { EntryDocument, LicenceDocument, Recut } from './account.types';

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
  /** Of one recorded unpaid: first day of the cycle in which it was recorded, or into which it was carried last. */
  enteredOn?: string;
}

/** Later than every instant. */
const STILL_UNPAID = '~';

export interface LicenceAccount {
  firstIssuedOn: string;
  recuts?: readonly Recut[] | undefined;
  /** Oldest first. */
  entries: readonly EntryDocument[];
  /** When handlings recorded unpaid were paid; absent: not paid. */
  paidAt: ReadonlyMap<string, string>;
}

export function accountOf(
  { firstIssuedOn, recuts }: LicenceDocument,
  entries: readonly EntryDocument[],
  paidAt: ReadonlyMap<string, string>,
): LicenceAccount {
  return { firstIssuedOn, recuts, entries, paidAt };
}

/** What an exam cleared: the end of a full score. */
export interface Cleared {
  /** The education order. */
  orderId: string;
  /** What the balance was made of, without what was taken back since. */
  items: Item[];
}

/** What a licence's entries leave. */
export interface Replayed {
  /** The parts of the balance after the newest entry, in the order of recording. Their sum is that balance. */
  items: Item[];
  /** Oldest first. */
  cleared: Cleared[];
}

/** The parts of the balance after the newest entry. */
export function itemsOf(account: LicenceAccount, writtenTo: string): Item[] {
  return replay(account, writtenTo).items;
}

/** Goes through the entries once more. `writtenTo`: the cycle up to which entries are written. */
export function replay(account: LicenceAccount, writtenTo: string): Replayed {
  const { entries, paidAt } = account;
  const recuts = [...(account.recuts ?? [])];
  let items: Item[] = [];
  let waiting: Item[] = [];
  let cleared: Cleared[] = [];
  const recutUpTo = (seq: number): void => {
    for (let [next] = recuts; next && next.seq < seq; [next] = recuts) {
      const { from, to } = next;
      recuts.shift();
      items = fromOnwards(items, from).map((item) => ({ ...item, cycleStartsOn: to }));
      cleared = cleared.map((one) => ({ ...one, items: one.items.map(movedIn(from, to)) }));
    }
  };
  for (const entry of entries) {
    recutUpTo(entry.seq);
    const firstIssuedOn = recuts[0]?.firstIssuedOn ?? account.firstIssuedOn;
    const { type, causeId, points, cycleStartsOn } = entry;
    const item = { causeId, points, cycleStartsOn };
    items = fromOnwards(items, cycleStartsOn);
    if (type === 'record' && entry.because === 'overdue') {
      const unpaidUntil = paidAt.get(causeId) ?? STILL_UNPAID;
      items.push({ ...item, unpaidUntil, enteredOn: cycleStartsOn });
    } else if (
      type === 'record' ||
      type === 'seller_penalty' ||
      (entry.opening && type === 'carry_in')
    ) {
      items.push(item);
    } else if (type === 'reduce_by_study') {
      items.push({ ...item, points: -points });
    } else if (type === 'reverse') {
      items = fromOnwards(without(items, causeId), cycleStartsOn);
      cleared = cleared.map((one) => ({ ...one, items: without(one.items, causeId) }));
    } else if (type === 'clear_by_exam') {
      cleared.push({ orderId: causeId, items });
      items = [];
    } else if (type === 'clear_at_cycle_end' && items.some((one) => one.causeId === causeId)) {
      // It was heard only afterwards that it had been paid before that end.
      items = fromOnwards(without(items, causeId), cycleStartsOn);
    } else if (type === 'clear_at_cycle_end') {
      ({ items, waiting } = ended(items, cycleStartsOn, firstIssuedOn));
    } else if (type === 'carry_in') {
      items = [...carried(waiting, points, cycleStartsOn), ...items];
    }
  }
  recutUpTo(Infinity);
  return { items: fromOnwards(items, writtenTo), cleared };
}

function movedIn(from: string, to: string): (item: Item) => Item {
  return (item) => (item.cycleStartsOn === from ? { ...item, cycleStartsOn: to } : item);
}

/** Education orders that would never have been without this cause: what an exam cleared was a full score only with it. */
export function fullScoresWithout(
  cleared: readonly Cleared[],
  causeId: string,
  fullScore: number,
): string[] {
  return cleared
    .filter(({ items }) => items.some((item) => item.causeId === causeId))
    .filter(({ items }) => sumOf(without(items, causeId)) < fullScore)
    .map(({ orderId }) => orderId);
}

/** Points taken off by studies in a cycle; what was taken off points that were taken back since counts nowhere. */
export function studiedIn({ items, cleared }: Replayed, cycleStartsOn: string): number {
  const all = [...cleared.flatMap((one) => one.items), ...items];
  const studies = all.filter((item) => item.points < 0 && item.cycleStartsOn === cycleStartsOn);
  return -sumOf(studies);
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
  return cutTo(points, waiting).map((item) => ({
    ...item,
    cycleStartsOn,
    enteredOn: cycleStartsOn,
  }));
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

/** First day of a cycle to which a handling belongs as unpaid, though it was paid before that day; undefined: it does not. */
export function enteredPaid(
  items: readonly Item[],
  handlingId: string,
  paidAt: Date,
): string | undefined {
  const enteredOn = items.find(({ causeId }) => causeId === handlingId)?.enteredOn;
  return enteredOn !== undefined && paidAt < startOfShanghaiDay(enteredOn) ? enteredOn : undefined;
}
