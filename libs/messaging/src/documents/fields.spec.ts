import fc from 'fast-check';
import { field } from './fields';
import { passes } from './ways';

const isDay = (text: string) => passes(field.day, text);
const isInstant = (text: string) => passes(field.instant, text);

/** As the calendar of the language counts. */
function exists(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

describe('a stored day', () => {
  it.each(['2026-02-28', '2024-02-29', '2000-02-29', '2026-04-30', '2026-12-31', '0000-02-29'])(
    'passes: %s',
    (day) => {
      expect(isDay(day)).toBe(true);
      expect(isInstant(`${day}T00:00:00.000Z`)).toBe(true);
    },
  );

  it.each([
    '9999-99-99',
    '2026-00-10',
    '2026-13-01',
    '2026-01-00',
    '2026-01-32',
    '2026-04-31',
    '2026-02-29',
    '1900-02-29',
    '2024-02-30',
    '2026-2-03',
    '02026-02-03',
    '2026-02-03 ',
    '2026-02-03\n',
  ])('is refused: %j', (day) => {
    expect(isDay(day)).toBe(false);
    expect(isInstant(`${day}T00:00:00.000Z`)).toBe(false);
  });

  it('is one of the calendar, whatever the digits', () => {
    const digits = (most: number, length: number) =>
      fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(length, '0'));
    fc.assert(
      fc.property(digits(9_999, 4), digits(14, 2), digits(33, 2), (year, month, day) => {
        const text = `${year}-${month}-${day}`;
        expect(isDay(text)).toBe(exists(text));
      }),
      { numRuns: 5_000 },
    );
    for (let year = 0; year < 10_000; year += 1) {
      const leapDay = `${String(year).padStart(4, '0')}-02-29`;
      expect([leapDay, isDay(leapDay)]).toEqual([leapDay, exists(leapDay)]);
    }
  });
});

describe('stored money', () => {
  it.each([0, 20_000, 9_007_199_254_740_991])('passes: %s', (fen) => {
    expect(passes(field.fen, fen)).toBe(true);
  });

  it.each([-1, 0.5, 9_007_199_254_740_992, 1e300, '20000'])('is refused: %s', (fen) => {
    expect(passes(field.fen, fen)).toBe(false);
  });
});

describe('a stored moment', () => {
  it.each([
    '2026-03-02T00:00:00Z',
    '2026-03-02T23:59:59.999999999Z',
    '2026-03-02T12:00:00+08:00',
    '2026-03-02T12:00:00.5-23:59',
  ])('passes: %s', (instant) => {
    expect(isInstant(instant)).toBe(true);
  });

  it.each([
    '2026-03-02T24:00:00Z',
    '2026-03-02T99:99:99Z',
    '2026-03-02T12:60:00Z',
    '2026-03-02T12:00:60Z',
    '2026-03-02T12:00:00+24:00',
    '2026-03-02T12:00:00+08:60',
    '2026-03-02T12:00:00',
    '2026-03-02T12:00:00.Z',
    '2026-03-02 12:00:00Z',
    '2026-03-02T12:00:00Z\n',
  ])('is refused: %j', (instant) => {
    expect(isInstant(instant)).toBe(false);
  });
});
