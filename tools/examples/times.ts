/** Instants and days of an example by what stands for them. */
export type Times = Map<string, string>;

export const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
export const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SHANGHAI_MS = 8 * HOUR_MS;
/** The earliest of an example; days of some years ago begin then. */
const FIRST_INSTANT = '2026-03-02T01:00:00.000Z';
const FIRST_DAY = '2026-03-02';
const FIRST_OLD_DAY = '2021-03-02';

/** Those within a sentence, of which there is no order to keep. */
export function withoutTimes(sentence: string): string {
  const days = sentence.replaceAll(/\d{4}-\d{2}-\d{2}(?!T)/g, FIRST_DAY);
  return days.replaceAll(/(\d{4}-\d{2}-\d{2}) (?!24)\d{2}:\d{2}/g, '$1 09:00');
}

/** The order of all stays and so do the distances, but for how long a run took. */
export function timesOf(example: unknown): Times {
  const texts = textsIn(example);
  const instants = texts.filter((text) => INSTANT.test(text));
  const days = texts.filter((text) => DAY.test(text));
  const span = Math.max(...days.map(Date.parse)) - Math.min(...days.map(Date.parse));
  const firstDay = span > 300 * DAY_MS ? FIRST_OLD_DAY : FIRST_DAY;
  return new Map([
    ...moved(instants, Date.parse(FIRST_INSTANT), (ms) => inShanghai(ms)),
    ...moved(days, Date.parse(firstDay), (ms) => new Date(ms).toISOString().slice(0, 10)),
  ]);
}

function moved(texts: string[], firstMs: number, write: (ms: number) => string): Times {
  const sorted = texts.toSorted((one, other) => Date.parse(one) - Date.parse(other));
  const times: Times = new Map();
  let [before, now] = [Date.parse(sorted[0] ?? ''), firstMs];
  for (const text of sorted) {
    now += rounded(Date.parse(text) - before);
    before = Date.parse(text);
    times.set(text, write(now));
  }
  return times;
}

/** A run takes seconds, now more and now fewer; what the rules count is minutes, hours and days. */
function rounded(ms: number): number {
  const unit = ms < HOUR_MS ? 5 * MINUTE_MS : ms < 20 * HOUR_MS ? HOUR_MS : DAY_MS;
  return Math.round(ms / unit) * unit;
}

function inShanghai(ms: number): string {
  return new Date(ms + SHANGHAI_MS).toISOString().replace('Z', '+08:00');
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(textsIn))];
}
