import fc from 'fast-check';
import { begin, REFRESH_LIFE_MS, rotation, ROTATION_GRACE_MS } from './sessions.rules';

const NOW = new Date('2026-05-01T04:00:00Z');

function after(ms: number): Date {
  return new Date(NOW.getTime() + ms);
}

describe('a refresh token is presented', () => {
  const session = begin(3, NOW);

  it('§1.refresh.rotated: given the newest, then the next generation begins', () => {
    expect(rotation(session, 3, after(1))).toBe('rotate');
    expect(rotation(session, 3, after(REFRESH_LIFE_MS - 1))).toBe('rotate');
  });

  it('§1.refresh.grace: given the one before, within 10 seconds of its rotation, then the newest is handed out again', () => {
    expect(rotation(session, 2, NOW)).toBe('repeat');
    expect(rotation(session, 2, after(ROTATION_GRACE_MS))).toBe('repeat');
  });

  it('§1.refresh.reuse: given the one before, later, then somebody has a copy and the family ends', () => {
    expect(rotation(session, 2, after(ROTATION_GRACE_MS + 1))).toBe('revoke');
  });

  it('§1.refresh.reuse: given an older one, then the family ends at once', () => {
    expect(rotation(session, 1, NOW)).toBe('revoke');
  });

  it('given no session, an expired one, or a generation that never was, then nothing is renewed', () => {
    expect(rotation(undefined, 3, NOW)).toBe('refuse');
    expect(rotation(session, 3, after(REFRESH_LIFE_MS))).toBe('refuse');
    expect(rotation(session, 4, NOW)).toBe('refuse');
  });

  it('§1.refresh.life: a rotation gives the family another 30 days', () => {
    expect(begin(4, NOW)).toEqual({
      generation: 4,
      rotatedAt: NOW,
      expiresAt: new Date('2026-05-31T04:00:00Z'),
    });
  });

  it('at any time at most two generations are good for anything', () => {
    const age = fc.integer({ min: 0, max: 2 * REFRESH_LIFE_MS });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), age, (generation, ageMs) => {
        const good = Array.from({ length: 22 }, (_, presented) =>
          rotation(begin(generation, NOW), presented, after(ageMs)),
        ).filter((outcome) => outcome === 'rotate' || outcome === 'repeat');
        expect(good.length).toBeLessThanOrEqual(ageMs <= ROTATION_GRACE_MS ? 2 : 1);
      }),
    );
  });
});
