import { validateSync } from 'class-validator';
import { IsDay, IsInstant, isInstant, refuseDay, refuseInstant } from './days';

const NOW = new Date('2026-03-10T04:00:00.000Z');

describe('a day or an instant that is sent', () => {
  class Form {
    @IsDay() day: string;
    @IsInstant() at: string;
  }
  const wrong = (change: Partial<Record<keyof Form, unknown>>): string[] =>
    validateSync(
      Object.assign(new Form(), { day: '2024-02-29', at: '2024-02-29T08:00:00+08:00' }, change),
    ).map(({ property }) => property);

  it.each([
    '2025-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-13-01',
    '2025-00-10',
    '2025-1-1',
    '',
    20250101,
    null,
  ])('§8.dates.exist: %s is no day', (day) => {
    expect(wrong({ day })).toEqual(['day']);
  });

  it.each([
    '2025-02-29T08:00:00+08:00',
    '2025-04-31T08:00:00+08:00',
    '2025-03-01T24:00:00+08:00',
    '2025-03-01T08:60:00+08:00',
    '2025-03-01T08:00:60+08:00',
    '2025-03-01T08:00:00+24:00',
    '2025-03-01T08:00:00+08:60',
    '2025-03-01T08:00:00',
    '2025-03-01',
    1_740_787_200_000,
    null,
  ])('§8.dates.exist: %s is no instant', (at) => {
    expect(wrong({ at })).toEqual(['at']);
  });

  it.each([
    '2024-02-29T00:00:00Z',
    '2025-03-01T23:59:59.999999999-12:00',
    '2025-12-31T23:59:59+14:00',
  ])('%s is one', (at) => {
    expect(wrong({ at })).toEqual([]);
    expect(isInstant(at)).toBe(true);
  });
});

describe('a fact of a register', () => {
  const dayCode = (day: string) => refuseDay('firstIssuedOn', day, NOW)?.code;
  const instantCode = (at: string) =>
    refuseInstant('occurredAt', at, { from: '2000-01-01', now: NOW })?.code;

  it.each([
    ['1949-12-31', 'DATE_OUT_OF_RANGE'],
    ['1950-01-01', undefined],
    ['2026-03-10', undefined],
    ['2026-03-11', 'DATE_OUT_OF_RANGE'],
  ])('§8.dates.facts: a day %s is answered with %s', (day, code) => {
    expect(dayCode(day)).toBe(code);
  });

  it.each([
    ['1999-12-31T23:59:59+08:00', 'DATE_OUT_OF_RANGE'],
    ['2000-01-01T00:00:00+08:00', undefined],
    ['2026-03-10T12:00:00+08:00', undefined],
    ['2026-03-10T12:00:00.001+08:00', 'DATE_OUT_OF_RANGE'],
    ['2036-03-10T12:00:00+08:00', 'DATE_OUT_OF_RANGE'],
  ])('§8.dates.facts: an instant %s is answered with %s', (at, code) => {
    expect(instantCode(at)).toBe(code);
  });

  it('is refused by its name, with what was said and what is possible', () => {
    expect(refuseDay('firstIssuedOn', '2030-01-01', NOW)?.refusal).toMatchObject({
      reason: 'firstIssuedOn',
      detail: {
        en: 'firstIssuedOn is 2030-01-01. It must lie between 1950-01-01 and 2026-03-10, and not in the future.',
      },
    });
  });
});
