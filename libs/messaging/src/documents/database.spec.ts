import { isDatabaseAway } from './database';

describe('the database is away', () => {
  it.each([6, 7, 89, 91, 189, 9001, 10107, 11600, 11602, 13435, 13436])(
    'when its server says %i: it ends, is no primary, or cannot be reached',
    (code) => {
      expect(isDatabaseAway(Object.assign(new Error('not now'), { code }))).toBe(true);
      expect(isDatabaseAway(new Error('failed', { cause: { code } }))).toBe(true);
    },
  );

  it('not when it refuses what was asked', () => {
    const codes = [2, 11_000, 251];
    expect(codes.filter((code) => isDatabaseAway({ code }))).toEqual([]);
  });
});
