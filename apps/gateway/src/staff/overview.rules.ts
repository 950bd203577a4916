import {
  addDays,
  daysBetween,
  refuse,
  wording,
  type DaysCounted,
  type Figure,
  type OverviewPeriod,
  type OverviewQuery,
  type Refusal,
} from '@demerit/contracts';

/** What staff see of how much happened, a day or a month. rules.md §7.overview. */

/** A leap year; ten years and a little. */
const DAYS_AT_MOST = { day: 366, month: 3_660 } as const;

export function checkSpan({ from, to, by }: OverviewQuery): Refusal | undefined {
  const days = daysBetween(from, to) + 1;
  if (days >= 1 && days <= DAYS_AT_MOST[by]) return undefined;
  const message = wording('form.overview_range');
  return refuse('VALIDATION_FAILED', { errors: [{ field: 'to', message }] });
}

/** Every day or month of the span, those without anything too. */
export function periodsOf(query: OverviewQuery, days: DaysCounted['days']): OverviewPeriod[] {
  const byPeriod = Map.groupBy(days, ({ day }) => periodOf(query, day));
  const beginnings = new Set(daysOf(query).map((day) => periodOf(query, day)));
  return [...beginnings].map((from) => periodFrom(from, byPeriod.get(from) ?? []));
}

function periodFrom(from: string, days: DaysCounted['days']): OverviewPeriod {
  const sum = (figure: Figure): number =>
    days.reduce((total, { figures }) => total + (figures[figure] ?? 0), 0);
  return {
    from,
    violationsRegistered: sum('violationsRegistered'),
    acceptances: sum('acceptances'),
    decisions: sum('decisions'),
    pointsRecorded: sum('pointsRecorded'),
    refusals: refusalsOf(days),
    listings: sum('listings'),
    disputes: {
      opened: sum('disputesOpened'),
      upheld: sum('disputesUpheld'),
      eliminated: sum('disputesEliminated'),
    },
    paidFen: sum('paidFen'),
    surchargeFen: sum('surchargeFen'),
    refundedFen: sum('refundedFen'),
  };
}

function refusalsOf(days: DaysCounted['days']): Record<string, number> {
  const refusals = new Map<string, number>();
  for (const [figure, count] of days.flatMap(({ figures }) => Object.entries(figures))) {
    const [, code] = figure.split(':');
    if (code !== undefined) refusals.set(code, (refusals.get(code) ?? 0) + count);
  }
  return Object.fromEntries(refusals);
}

function daysOf({ from, to }: OverviewQuery): string[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));
}

function periodOf({ from, by }: OverviewQuery, day: string): string {
  if (by === 'day') return day;
  const first = `${day.slice(0, 7)}-01`;
  return first < from ? from : first;
}
