/**
 * Calendar days of Asia/Shanghai (UTC+8, no daylight saving since 1991; the rules use today's offset throughout) as `YYYY-MM-DD`, and the instants they begin at.
 * Rules count in these days; instants travel in UTC. Source: rules.md §4, §6, §8.
 */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The Shanghai calendar day on which an instant falls. */
export function shanghaiDay(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}

/** The instant at which a Shanghai day begins (00:00 +08:00). */
export function startOfShanghaiDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) - SHANGHAI_OFFSET_MS);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round(
    (Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS,
  );
}

/** Whether the day is a Saturday or a Sunday. */
export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** RFC 3339 with the +08:00 offset, as citizens read it. */
export function shanghaiTime(instant: Date): string {
  return `${new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, -1)}+08:00`;
}

/** `2026-03-02 00:30` in Shanghai, as papers say it. */
export function shanghaiMinute(instant: Date): string {
  return shanghaiTime(instant).slice(0, 16).replace('T', ' ');
}

/** Whether the text is a day that exists in the calendar. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** The year's anniversary of a day; 29 February falls on 1 March in common years (rules.md §4). */
export function anniversary(day: string, year: number): string {
  const monthAndDay = day.slice(5);
  const candidate = `${String(year).padStart(4, '0')}-${monthAndDay}`;
  return isCalendarDay(candidate) ? candidate : `${String(year).padStart(4, '0')}-03-01`;
}

/** Twelve months that hold `on`, counted from the anniversaries of `origin`: first day and first day after. Both Shanghai days. */
export function yearAround(origin: string, on: string): { startsOn: string; endsBefore: string } {
  const year = Number(on.slice(0, 4));
  const thisYears = anniversary(origin, year);
  return on >= thisYears
    ? { startsOn: thisYears, endsBefore: anniversary(origin, year + 1) }
    : { startsOn: anniversary(origin, year - 1), endsBefore: thisYears };
}

/** Until the next calendar day begins in Shanghai, rounded up. */
export function secondsToNextDay(now: Date): number {
  const nextDay = startOfShanghaiDay(addDays(shanghaiDay(now), 1));
  return Math.ceil((nextDay.getTime() - now.getTime()) / 1_000);
}
