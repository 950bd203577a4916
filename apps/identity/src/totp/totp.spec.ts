import { codeAt, newSecret, stepOf, uriOf } from './totp';

/** `12345678901234567890` of the appendix B of RFC 6238, in base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('a code of an authenticator', () => {
  // The vectors have 8 digits; the 6 that authenticators show are their last.
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('§1.second-factor.code: at %s s is that of RFC 6238', (atS, vector) => {
    expect(codeAt(SECRET, Math.floor(atS / 30))).toBe(vector.slice(2));
  });

  it('§1.second-factor.code: names its step, where it is of one of these', () => {
    expect(stepOf(SECRET, [1, 0, 2], '287082')).toBe(1);
    expect(stepOf(SECRET, [3, 2, 4], '287082')).toBeUndefined();
    expect(stepOf(SECRET, [0, -1, 1], '287082')).toBe(1);
  });

  it('§1.second-factor.enrolled: has a secret of 160 bits of its own, which an authenticator reads from a URI', () => {
    const secret = newSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newSecret()).not.toBe(secret);
    const uri = new URL(uriOf(secret, '138****1234'));
    expect(uri.protocol).toBe('otpauth:');
    expect(decodeURIComponent(uri.pathname)).toContain('Demerit:138****1234');
    expect(uri.searchParams.get('secret')).toBe(secret);
    expect(uri.searchParams.get('issuer')).toBe('Demerit');
  });
});
