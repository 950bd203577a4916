import { Refusal, startOfShanghaiDay } from '@demerit/contracts';
import fc from 'fast-check';
import { requestCode, tryCode } from './codes.rules';
import type { Code } from './codes.types';

const NOON = new Date('2026-05-01T04:00:00Z');

function after(ms: number, from = NOON): Date {
  return new Date(from.getTime() + ms);
}

function sentCode(changes: Partial<Code> = {}): Code {
  return {
    codeId: 'cod_1',
    requestedAt: NOON,
    expiresAt: after(300_000),
    sendingSince: NOON,
    sentAt: after(100),
    tries: 0,
    day: '2026-05-01',
    ofDay: 1,
    ...changes,
  };
}

function refusalIn(outcome: unknown): Refusal {
  if (outcome instanceof Refusal) return outcome;
  throw new Error('nothing was refused');
}

describe('a code is requested', () => {
  it('§1.code.life: given no code before, then a new one lives for 5 minutes', () => {
    expect(requestCode(undefined, NOON, 'cod_1')).toEqual({
      codeId: 'cod_1',
      requestedAt: NOON,
      expiresAt: new Date('2026-05-01T04:05:00Z'),
      sendingSince: NOON,
      tries: 0,
      day: '2026-05-01',
      ofDay: 1,
    });
  });

  it('given one less than a minute ago, then it must wait for the rest of the minute', () => {
    const refusal = refusalIn(requestCode(sentCode(), after(59_999), 'cod_2'));
    expect(refusal.refusal).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 1 });
    expect(refusalIn(requestCode(sentCode(), after(1), 'cod_2')).refusal.retryAfterSeconds).toBe(
      60,
    );
  });

  it('given one a minute ago, then the new one replaces it and starts with all its tries', () => {
    const before = sentCode({ tries: 5, usedAt: NOON });
    const code = requestCode(before, after(60_000), 'cod_2');
    expect(code).toMatchObject({ codeId: 'cod_2', tries: 0, ofDay: 2 });
    expect(code).not.toHaveProperty('usedAt');
    expect(code).not.toHaveProperty('sentAt');
  });

  it('§1.code.day: given ten on this Shanghai day, then the next one comes after its midnight', () => {
    const atNight = new Date('2026-05-01T15:59:00Z');
    const spent = sentCode({ ofDay: 10 });
    const refusal = refusalIn(requestCode(spent, atNight, 'cod_2'));
    expect(refusal.refusal).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 60 });
    expect(requestCode(sentCode({ ofDay: 9 }), atNight, 'cod_2')).toMatchObject({
      ofDay: 10,
    });
    const midnight = startOfShanghaiDay('2026-05-02');
    expect(requestCode(spent, midnight, 'cod_2')).toMatchObject({ day: '2026-05-02', ofDay: 1 });
  });

  it('given a crash before the message left, then the same code is sent again and counts once', () => {
    const { sentAt: _, ...unsent } = sentCode();
    expect(requestCode(unsent, after(10_000), 'cod_2')).toEqual({
      ...unsent,
      sendingSince: after(10_000),
    });
    expect(refusalIn(requestCode(unsent, after(9_999), 'cod_2')).code).toBe('RATE_LIMITED');
    expect(refusalIn(requestCode(sentCode(), after(10_000), 'cod_2')).code).toBe('RATE_LIMITED');
    expect(requestCode(unsent, after(60_000), 'cod_2')).toMatchObject({
      codeId: 'cod_2',
    });
  });

  it('§1.code.minute §1.code.day: whatever the times, gives at most one code a minute and ten a day', () => {
    const gapsMs = fc.array(fc.integer({ min: 0, max: 3 * 3_600_000 }), { maxLength: 80 });
    fc.assert(
      fc.property(gapsMs, (gaps) => {
        let now = NOON;
        let code: Code | undefined;
        const given: Code[] = [];
        gaps.forEach((gap, index) => {
          now = after(gap, now);
          const outcome = requestCode(code, now, `cod_${index}`);
          if (outcome instanceof Refusal) return;
          code = { ...outcome, sentAt: now };
          given.push(code);
        });
        const perDay = Map.groupBy(given, ({ day }) => day);
        expect(Math.max(0, ...[...perDay.values()].map((codes) => codes.length))).toBeLessThan(11);
        given.slice(1).forEach(({ requestedAt }, index) => {
          const gapMs = requestedAt.getTime() - given[index]!.requestedAt.getTime();
          expect(gapMs).toBeGreaterThanOrEqual(60_000);
        });
      }),
    );
  });
});

describe('a code is tried', () => {
  it('given a living code, then the guess is counted', () => {
    expect(tryCode(sentCode({ tries: 4 }), after(299_999), sentCode().codeId)).toMatchObject({
      tries: 5,
    });
  });

  it.each([
    ['none was requested', undefined, NOON],
    ['it was used', sentCode({ usedAt: NOON }), NOON],
    ['its five minutes are over', sentCode(), after(300_000)],
    ['it had five wrong tries', sentCode({ tries: 5 }), NOON],
  ])('§1.code.life §1.code.tries: given %s, then it is invalid', (_, code, now) => {
    expect(refusalIn(tryCode(code, now, sentCode().codeId)).code).toBe('CODE_INVALID');
  });

  it('§1.code.challenge: given the challenge of this code, then the guess is counted; given another one, then it is wrong, and no try', () => {
    const code = sentCode();
    expect(tryCode(code, NOON, code.codeId)).toMatchObject({ tries: 1 });
    expect(refusalIn(tryCode(code, NOON, 'cod_other')).code).toBe('CODE_INVALID');
  });
});
