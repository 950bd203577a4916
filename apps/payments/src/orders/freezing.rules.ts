import { addDays, daysBetween, isWorkingDay, type Policy } from '@demerit/contracts';
import { isOpened } from './orders.rules';
import type { OrderDocument } from './orders.types';
import type { StandingChange } from './standings.types';

/** What suspensions do to the orders of others' cars: they wait, and are due later by the days they waited. rules.md §4, §6. */

/** From its first day to the day it ended, or still. */
export interface FrozenPeriod {
  from: string;
  until?: string;
}

/** Adds what was received; the same version again says nothing new, except that the day of an event replaces that of an answer. */
export function withChange(
  changes: readonly StandingChange[],
  received: StandingChange,
): readonly StandingChange[] {
  const stored = changes.find(({ version }) => version === received.version);
  if (stored && (received.asked || !stored.asked)) return changes;
  return [...changes.filter((change) => change !== stored), received].sort(
    (one, other) => one.version - other.version,
  );
}

export function isFreezing(changes: readonly StandingChange[]): boolean {
  return changes.at(-1)?.freezes ?? false;
}

/** When orders waited, in order; only what changes counts. */
export function frozenPeriods(changes: readonly StandingChange[]): FrozenPeriod[] {
  const periods: FrozenPeriod[] = [];
  for (const { freezes, on } of changes) {
    const last = periods.at(-1);
    const isOpen = last !== undefined && last.until === undefined;
    if (freezes && !isOpen) periods.push({ from: on });
    if (!freezes && isOpen) last.until = on;
  }
  return periods;
}

/**
 * The order as these standings make it: frozen or not, and due later by all days it waited since it was decided. Computed anew from all that
 * was received, so that the order in which it came makes no difference. An own car's order never waits; what is paid or closed stays as it is.
 */
export function underStandings(
  order: OrderDocument,
  changes: readonly StandingChange[],
  policy: Pick<Policy, 'dueShiftToWorkingDay'>,
): OrderDocument {
  if (!isOpened(order) || order.facts.ownVehicle !== false) return order;
  if (order.status !== 'unpaid' && order.status !== 'paying' && order.status !== 'frozen') {
    return order;
  }
  const { facts } = order;
  const periods = frozenPeriods(changes).map((period) => since(period, facts.decidedOn));
  const frozenOn = periods.find(({ until }) => until === undefined)?.from;
  const waited = periods.reduce((days, { from, until = from }) => days + daysIn(from, until), 0);
  const dueOn = waited === 0 ? facts.dueOn : workingDay(addDays(facts.dueOn, waited), policy);
  const open = order.openPayment ? 'paying' : 'unpaid';
  const status = frozenOn === undefined ? open : 'frozen';
  if (dueOn === order.dueOn && frozenOn === order.frozenOn) return order;
  const { frozenOn: _before, ...rest } = order;
  // A later due date is near, and there, once more.
  const announced =
    dueOn === order.dueOn
      ? order.told
      : order.told.filter((news) => news !== 'order.due-soon' && news !== 'order.due');
  const next = { ...rest, status, dueOn, told: announced } as const;
  return frozenOn === undefined ? next : { ...next, frozenOn };
}

/** The first working day from this one on, where the policy asks for one. */
export function workingDay(day: string, policy: Pick<Policy, 'dueShiftToWorkingDay'>): string {
  let on = day;
  while (policy.dueShiftToWorkingDay && !isWorkingDay(on)) on = addDays(on, 1);
  return on;
}

function since(period: FrozenPeriod, day: string): FrozenPeriod {
  return { ...period, from: period.from < day ? day : period.from };
}

function daysIn(from: string, until: string): number {
  return Math.max(0, daysBetween(from, until));
}
