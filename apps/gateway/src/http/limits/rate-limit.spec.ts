import { RateLimit } from './rate-limit';

describe('requests of one address', () => {
  it('pass up to the limit of a second, and again in the next one', () => {
    const limit = new RateLimit(200);
    const allowed = (atMs: number, count: number) =>
      Array.from({ length: count }, () => limit.allows('10.0.0.1', atMs)).filter(Boolean).length;
    expect(allowed(0, 150)).toBe(150);
    expect(allowed(999, 100)).toBe(50);
    expect(allowed(1_000, 201)).toBe(200);
  });

  it('do not count for another address', () => {
    const limit = new RateLimit(1);
    expect([limit.allows('10.0.0.1', 0), limit.allows('10.0.0.2', 0)]).toEqual([true, true]);
    expect(limit.allows('10.0.0.1', 0)).toBe(false);
  });

  it('are told how long the window still lasts', () => {
    const limit = new RateLimit(1, 60_000);
    limit.allows('acc_1', 500);
    expect(limit.allows('acc_1', 60_499)).toBe(false);
    expect(limit.waitMs(60_499)).toBe(1);
    expect(limit.allows('acc_1', 60_500)).toBe(true);
  });
});
