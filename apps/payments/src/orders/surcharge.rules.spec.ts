import { Policy } from '@demerit/contracts';
import { lateDays, surchargeFen } from './surcharge.rules';

const policy = new Policy();

describe('The surcharge (rules.md §6)', () => {
  it('§6.surcharge.days: 200 yuan: 6 a day, 198 on late day 33, 200 from day 34 on', () => {
    expect(surchargeFen(20_000, 1, policy)).toBe(600);
    expect(surchargeFen(20_000, 33, policy)).toBe(19_800);
    expect(surchargeFen(20_000, 34, policy)).toBe(20_000);
    expect(surchargeFen(20_000, 3_650, policy)).toBe(20_000);
  });

  it('§6.money.fen: is floored to the fen', () => {
    expect(surchargeFen(333, 1, policy)).toBe(9);
    expect(surchargeFen(33, 1, policy)).toBe(0);
    expect(surchargeFen(34, 1, policy)).toBe(1);
  });

  it('§6.surcharge.first-day: the due date itself is not late, the day after is late day 1', () => {
    expect(lateDays('2026-03-17', '2026-03-16')).toBe(0);
    expect(lateDays('2026-03-17', '2026-03-17')).toBe(0);
    expect(lateDays('2026-03-17', '2026-03-18')).toBe(1);
  });
});
