import fc from 'fast-check';
import { accessLifeS, begin, invalidToken, isNewDevice, rotation } from './sessions.rules';

const NOW = new Date('2026-05-01T04:00:00Z');
const DAY = 86_400_000;
const MONTH = 30 * DAY;

function after(ms: number): Date {
  return new Date(NOW.getTime() + ms);
}

describe('a refresh token is presented', () => {
  const session = { startedAt: NOW, ...begin(3, NOW, NOW) };

  it('§1.refresh.rotated: given the newest, then the next generation begins', () => {
    expect(rotation(session, 3, after(1))).toBe('rotate');
    expect(rotation(session, 3, after(MONTH - 1))).toBe('rotate');
  });

  it('§1.refresh.grace: given the one before, within 10 seconds of its rotation, then the newest is handed out again', () => {
    expect(rotation(session, 2, NOW)).toBe('repeat');
    expect(rotation(session, 2, after(10_000))).toBe('repeat');
  });

  it('§1.refresh.reuse: given the one before, later, then somebody has a copy and the family ends', () => {
    expect(rotation(session, 2, after(10_001))).toBe('revoke');
  });

  it('§1.refresh.reuse: given an older one, then the family ends at once', () => {
    expect(rotation(session, 1, NOW)).toBe('revoke');
  });

  it('given an expired session, or a generation that never was, then nothing is renewed', () => {
    expect(rotation(session, 3, after(MONTH))).toBe('refuse');
    expect(rotation(session, 4, NOW)).toBe('refuse');
  });

  it('that is good for nothing is answered without a word of why', () => {
    expect(invalidToken().refusal).toEqual({ code: 'REFRESH_TOKEN_INVALID' });
  });

  it('§1.refresh.life: a rotation gives the family another 30 days', () => {
    expect(begin(4, NOW, NOW)).toEqual({
      generation: 4,
      rotatedAt: NOW,
      expiresAt: new Date('2026-05-31T04:00:00Z'),
    });
  });

  it('§1.session.end: given 90 days since the log-in, then nothing renews it, however often it was renewed', () => {
    const renewed = { startedAt: NOW, ...begin(9, after(80 * DAY), NOW) };
    expect(renewed.expiresAt).toEqual(after(90 * DAY));
    expect(rotation(renewed, 9, after(90 * DAY - 1))).toBe('rotate');
    expect(rotation(renewed, 9, after(90 * DAY))).toBe('refuse');
    const ofEarlierVersion = { ...renewed, expiresAt: after(110 * DAY) };
    expect(rotation(ofEarlierVersion, 9, after(90 * DAY - 1))).toBe('rotate');
    expect(rotation(ofEarlierVersion, 9, after(90 * DAY))).toBe('refuse');
    expect(begin(9, after(60 * DAY), NOW).expiresAt).toEqual(after(90 * DAY));
    expect(begin(9, after(60 * DAY - 1), NOW).expiresAt).toEqual(after(90 * DAY - 1));
  });

  it('§1.token.access §1.session.end: an access token lives for 15 minutes, and not longer than its session', () => {
    expect(accessLifeS(NOW, NOW)).toBe(900);
    expect(accessLifeS(NOW, after(90 * DAY - 900_000))).toBe(900);
    expect(accessLifeS(NOW, after(90 * DAY - 899_001))).toBe(899);
    expect(accessLifeS(NOW, after(90 * DAY - 899_000))).toBe(899);
    expect(accessLifeS(NOW, after(90 * DAY - 1))).toBe(0);
  });

  it('§1.session.device: a device is new where others are noted, and it is not', () => {
    expect(isNewDevice({ isNoted: false, areOthers: true })).toBe(true);
    expect(isNewDevice({ isNoted: false, areOthers: false })).toBe(false);
    expect(isNewDevice({ isNoted: true, areOthers: true })).toBe(false);
  });

  it('at any time at most two generations are good for anything', () => {
    const age = fc.integer({ min: 0, max: 2 * MONTH });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), age, (generation, ageMs) => {
        const good = Array.from({ length: 22 }, (_, presented) =>
          rotation({ startedAt: NOW, ...begin(generation, NOW, NOW) }, presented, after(ageMs)),
        ).filter((outcome) => outcome === 'rotate' || outcome === 'repeat');
        expect(good.length).toBeLessThanOrEqual(ageMs <= 10_000 ? 2 : 1);
      }),
    );
  });
});
