import { checkDates } from './dates.rules';
import { NOW } from '../../test/given';

describe('a date', () => {
  it.each(['1950-01-01', '2025-10-10', '2025-10-11'])('%s is taken', (day) => {
    expect(checkDates({ vehicleRegisteredOn: day }, NOW)).toBeUndefined();
  });

  it.each(['1949-12-31', '2025-10-12'])('%s is refused by name', (day) => {
    expect(
      checkDates({ decidedAt: NOW.toISOString(), firstIssuedOn: day }, NOW)?.refusal,
    ).toMatchObject({
      code: 'DATE_OUT_OF_RANGE',
      reason: 'firstIssuedOn',
      detail: { en: `firstIssuedOn is ${day}.` },
    });
  });

  it('§7.words.instants: that is an instant is named in the time of Shanghai', () => {
    const violationOccurredAt = '2025-10-12T16:00:00Z';
    expect(checkDates({ violationOccurredAt }, NOW)?.refusal.detail).toMatchObject({
      en: 'violationOccurredAt is 2025-10-13 00:00 (Beijing time).',
    });
  });

  it('is a Shanghai day, also where an instant says it', () => {
    const code = (violationOccurredAt: string) => checkDates({ violationOccurredAt }, NOW)?.code;
    expect(code('1949-12-31T16:00:00Z')).toBeUndefined();
    expect(code('1949-12-31T15:59:59Z')).toBe('DATE_OUT_OF_RANGE');
    expect(code('2025-10-11T15:59:59Z')).toBeUndefined();
    expect(code('2025-10-11T16:00:00Z')).toBe('DATE_OUT_OF_RANGE');
  });
});
