import { dueOn } from './due.rules';

describe('the due day', () => {
  const policy = (dueShiftToWorkingDay: boolean) => ({ paymentDueDays: 15, dueShiftToWorkingDay });

  it.each([
    ['a working day stays', '2026-03-10', '2026-03-25', '2026-03-25'],
    ['a Saturday moves to Monday', '2026-03-13', '2026-03-28', '2026-03-30'],
    ['a Sunday moves to Monday', '2026-03-14', '2026-03-29', '2026-03-30'],
    ['a holiday moves to the day after it', '2026-09-16', '2026-10-01', '2026-10-08'],
    ['the last day of a holiday, too', '2026-09-22', '2026-10-07', '2026-10-08'],
    ['the day before a holiday stays', '2026-09-15', '2026-09-30', '2026-09-30'],
  ])('§6.due.days: %s', (_what, decidedOn, plain, shifted) => {
    expect(dueOn(decidedOn, policy(false))).toBe(plain);
    expect(dueOn(decidedOn, policy(true))).toBe(shifted);
  });
});
