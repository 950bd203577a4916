import { countingKeys, KEPT_MS } from './signing-keys.rules';

const BEGIN = new Date('2026-05-01T04:00:00Z');
const after = (ms: number): Date => new Date(BEGIN.getTime() + ms);

describe('a signing key', () => {
  const first = { kid: 'first', createdAt: BEGIN };
  const second = { kid: 'second', createdAt: after(1_000_000) };

  it('given none after it, then it counts however old it is', () => {
    expect(countingKeys([first], after(1e12))).toEqual([first]);
  });

  it('given a newer one, then it counts until the last token it signed is over', () => {
    const keys = [second, first];
    expect(countingKeys(keys, after(1_000_000 + KEPT_MS - 1))).toEqual([second, first]);
    expect(countingKeys(keys, after(1_000_000 + KEPT_MS))).toEqual([second]);
  });

  it('is kept longer than the 15 minutes of a token', () => {
    expect(KEPT_MS).toBeGreaterThan(15 * 60_000);
  });
});
