import { countingKeys } from './signing-keys.rules';

const BEGIN = new Date('2026-05-01T04:00:00Z');
const after = (ms: number): Date => new Date(BEGIN.getTime() + ms);

describe('a signing key', () => {
  const first = { kid: 'first', createdAt: BEGIN };
  const second = { kid: 'second', createdAt: after(1_000_000) };

  it('given none after it, then it counts however old it is', () => {
    expect(countingKeys([first], after(1e12))).toEqual([first]);
  });

  it('given a newer one, then it counts for 20 minutes more, longer than the 15 of a token', () => {
    const keys = [second, first];
    expect(countingKeys(keys, after(2_199_999))).toEqual([second, first]);
    expect(countingKeys(keys, after(2_200_000))).toEqual([second]);
  });
});
