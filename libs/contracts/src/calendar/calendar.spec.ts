import fc from 'fast-check';
import {
  addDays,
  anniversary,
  daysBetween,
  isCalendarDay,
  shanghaiDay,
  shanghaiMinute,
  shanghaiTime,
  startOfShanghaiDay,
  yearAround,
} from './calendar';

const anyInstant = fc.date({
  min: new Date('1950-01-01T00:00:00Z'),
  max: new Date('2150-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('Shanghai calendar days', () => {
  it('begin at 16:00 UTC of the day before', () => {
    expect(shanghaiDay(new Date('2020-01-10T15:59:59.999Z'))).toBe('2020-01-10');
    expect(shanghaiDay(new Date('2020-01-10T16:00:00.000Z'))).toBe('2020-01-11');
    expect(startOfShanghaiDay('2020-01-11').toISOString()).toBe('2020-01-10T16:00:00.000Z');
  });

  it('hold every instant between their own start and the next day’s', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const day = shanghaiDay(instant);
        expect(startOfShanghaiDay(day).getTime()).toBeLessThanOrEqual(instant.getTime());
        expect(startOfShanghaiDay(addDays(day, 1)).getTime()).toBeGreaterThan(instant.getTime());
      }),
    );
  });

  it('are written with their offset and mean the same instant', () => {
    const instant = new Date('2026-03-01T20:30:15.250Z');
    expect(shanghaiTime(instant)).toBe('2026-03-02T04:30:15.250+08:00');
    expect(Date.parse(shanghaiTime(instant))).toBe(instant.getTime());
    expect(shanghaiMinute(instant)).toBe('2026-03-02 04:30');
  });

  it('count over leap days and year ends', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2026-01-02', '2026-01-01')).toBe(-1);
  });

  it.each(['2023-02-29', '2024-13-01', '2024-00-10', '2024-1-1', '20240101', 'tomorrow', ''])(
    '%s is no day',
    (text) => {
      expect(isCalendarDay(text)).toBe(false);
    },
  );
});

describe('The twelve months of a scoring cycle (rules.md §4)', () => {
  it('first issue 2019-01-11: the first cycle ends 2020-01-10 24:00', () => {
    expect(yearAround('2019-01-11', '2019-01-11')).toEqual({
      startsOn: '2019-01-11',
      endsBefore: '2020-01-11',
    });
    expect(yearAround('2019-01-11', '2020-01-10').endsBefore).toBe('2020-01-11');
    expect(yearAround('2019-01-11', '2020-01-11').startsOn).toBe('2020-01-11');
  });

  it('first issue 29 February: the anniversary in common years is 1 March', () => {
    expect(anniversary('2020-02-29', 2023)).toBe('2023-03-01');
    expect(anniversary('2020-02-29', 2024)).toBe('2024-02-29');
    expect(yearAround('2020-02-29', '2023-02-28')).toEqual({
      startsOn: '2022-03-01',
      endsBefore: '2023-03-01',
    });
    expect(yearAround('2020-02-29', '2024-02-29').startsOn).toBe('2024-02-29');
  });

  it('cycles tile time without gap or overlap, whatever the day of first issue', () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, (issued, later) => {
        const origin = shanghaiDay(issued);
        const day = shanghaiDay(later);
        const cycle = yearAround(origin, day);
        expect(cycle.startsOn <= day && day < cycle.endsBefore).toBe(true);
        expect(yearAround(origin, cycle.endsBefore).startsOn).toBe(cycle.endsBefore);
        expect(yearAround(origin, addDays(cycle.startsOn, -1)).endsBefore).toBe(cycle.startsOn);
      }),
    );
  });
});
