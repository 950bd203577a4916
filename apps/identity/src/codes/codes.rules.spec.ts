import { Refusal, startOfShanghaiDay } from '@demerit/contracts';
import fc from 'fast-check';
import { addressLimit, isFamiliar, requestCode, tryCode, windowStart } from './codes.rules';
import type { Challenge, PhoneCodes } from './codes.types';

const NOON = new Date('2026-05-01T04:00:00Z');
const FROM_A = { addressKey: 'a', isFamiliar: false, codeId: 'cod_new' };

function after(ms: number, from = NOON): Date {
  return new Date(from.getTime() + ms);
}

function sent(changes: Partial<Challenge> = {}): Challenge {
  return {
    codeId: 'cod_1',
    addressKey: 'a',
    requestedAt: NOON,
    expiresAt: after(300_000),
    sendingSince: NOON,
    sentAt: after(100),
    tries: 0,
    ...changes,
  };
}

function codesWith(challenges: Challenge[], changes: Partial<PhoneCodes> = {}): PhoneCodes {
  const addresses = challenges.map(({ addressKey, requestedAt }) => {
    return { addressKey, requestedAt, day: '2026-05-01', ofDay: 1 };
  });
  const ofDay = challenges.length;
  return { challenges, addresses, requestedAt: NOON, day: '2026-05-01', ofDay, ...changes };
}

/** One alive from each of these addresses, each a second younger than the one before. */
function aliveFrom(...addresses: string[]): PhoneCodes {
  return codesWith(
    addresses.map((addressKey, nth) =>
      sent({ addressKey, codeId: `cod_${nth}`, expiresAt: after(300_000 + nth * 1_000) }),
    ),
  );
}

function refusalIn(outcome: unknown): Refusal {
  if (outcome instanceof Refusal) return outcome;
  throw new Error('nothing was refused');
}

function waitIn(outcome: unknown): unknown {
  const { refusal } = refusalIn(outcome);
  expect(refusal.code).toBe('RATE_LIMITED');
  return refusal.retryAfterSeconds;
}

function idsIn(outcome: ReturnType<typeof requestCode>): string[] {
  if (outcome instanceof Refusal) throw outcome;
  return outcome.codes.challenges.map(({ codeId }) => codeId);
}

describe('a code is requested', () => {
  it('§1.code.life: given no code before, then a new one lives for 5 minutes', () => {
    const challenge = {
      codeId: 'cod_new',
      addressKey: 'a',
      requestedAt: NOON,
      expiresAt: new Date('2026-05-01T04:05:00Z'),
      sendingSince: NOON,
      tries: 0,
    };
    expect(requestCode(undefined, FROM_A, NOON)).toEqual({
      challenge,
      codes: {
        challenges: [challenge],
        addresses: [{ addressKey: 'a', requestedAt: NOON, day: '2026-05-01', ofDay: 1 }],
        requestedAt: NOON,
        day: '2026-05-01',
        ofDay: 1,
      },
    });
  });

  it('§1.code.minute: given one from this address less than a minute ago, then it must wait for the rest of the minute, also when that was used; from another it need not', () => {
    const before = codesWith([sent()]);
    expect(waitIn(requestCode(before, FROM_A, after(59_999)))).toBe(1);
    expect(waitIn(requestCode(before, FROM_A, after(1)))).toBe(60);
    expect(waitIn(requestCode({ ...before, challenges: [] }, FROM_A, after(1)))).toBe(60);
    expect(idsIn(requestCode(before, FROM_A, after(60_000)))).toEqual(['cod_1', 'cod_new']);
    expect(idsIn(requestCode(before, { ...FROM_A, addressKey: 'b' }, after(1)))).toHaveLength(2);
  });

  it('given one a second before midnight, then the minute goes on after it, and is forgotten when it is over', () => {
    const lateAt = new Date('2026-05-01T15:59:59Z');
    const late = codesWith([sent({ requestedAt: lateAt, expiresAt: after(300_000, lateAt) })]);
    const midnight = startOfShanghaiDay('2026-05-02');
    expect(waitIn(requestCode(late, FROM_A, midnight))).toBe(59);
    const fromB = { ...FROM_A, addressKey: 'b' };
    expect(requestCode(late, fromB, midnight)).toMatchObject({
      codes: { addresses: [{ addressKey: 'a' }, { addressKey: 'b' }], day: '2026-05-02', ofDay: 1 },
    });
    expect(requestCode(late, fromB, after(60_000, lateAt))).toMatchObject({
      codes: { addresses: [{ addressKey: 'b' }] },
    });
  });

  it('§1.code.day: given ten from one address on this Shanghai day, then its next one comes after midnight, and another address gets one', () => {
    const atNight = new Date('2026-05-01T15:59:00Z');
    const midnight = startOfShanghaiDay('2026-05-02');
    const asked = (ofDay: number) => [
      { addressKey: 'a', requestedAt: NOON, day: '2026-05-01', ofDay },
    ];
    const spent = codesWith([], { addresses: asked(10) });
    expect(waitIn(requestCode(spent, FROM_A, atNight))).toBe(60);
    expect(waitIn(requestCode(spent, { ...FROM_A, isFamiliar: true }, atNight))).toBe(60);
    expect(requestCode(spent, { ...FROM_A, addressKey: 'b' }, atNight)).toBeInstanceOf(Object);
    expect(requestCode(codesWith([], { addresses: asked(9) }), FROM_A, atNight)).toMatchObject({
      codes: { addresses: [{ addressKey: 'a', ofDay: 10 }] },
    });
    expect(requestCode(spent, FROM_A, midnight)).toMatchObject({
      codes: { addresses: [{ addressKey: 'a', day: '2026-05-02', ofDay: 1 }] },
    });
  });

  it('§1.code.day: given ten from one address, then what another one asks for takes them off no count', () => {
    const spent = { addressKey: 'b', requestedAt: NOON, day: '2026-05-01', ofDay: 10 };
    const outcome = requestCode(codesWith([], { addresses: [spent] }), FROM_A, after(3_600_000));
    expect(outcome).toMatchObject({ codes: { addresses: [spent, { addressKey: 'a', ofDay: 1 }] } });
  });

  it('§1.code.day §1.code.familiar: given thirty from everywhere, then nobody gets another on this day but from where its account was logged into', () => {
    const atNight = new Date('2026-05-01T15:59:00Z');
    expect(waitIn(requestCode(codesWith([], { ofDay: 30 }), FROM_A, atNight))).toBe(60);
    const familiar = { ...FROM_A, isFamiliar: true };
    expect(requestCode(codesWith([], { ofDay: 30 }), familiar, atNight)).toMatchObject({
      codes: { ofDay: 31 },
    });
    expect(requestCode(codesWith([], { ofDay: 29 }), FROM_A, atNight)).toMatchObject({
      codes: { ofDay: 30 },
    });
  });

  it('§1.code.alive: given three alive, then a fourth replaces the oldest of its address, and from another address waits for the end of the first', () => {
    const at = after(60_000);
    expect(idsIn(requestCode(aliveFrom('b', 'a', 'a'), FROM_A, at))).toEqual([
      ...['cod_0', 'cod_2', 'cod_new'],
    ]);
    expect(waitIn(requestCode(aliveFrom('b', 'c', 'd'), FROM_A, at))).toBe(240);
    expect(idsIn(requestCode(aliveFrom('b', 'c'), FROM_A, at))).toHaveLength(3);
    expect(idsIn(requestCode(aliveFrom('b', 'c', 'd'), FROM_A, after(300_000)))).toEqual([
      ...['cod_1', 'cod_2', 'cod_new'],
    ]);
    const worn = aliveFrom('b', 'c', 'd');
    worn.challenges[1] = { ...worn.challenges[1]!, tries: 5 };
    expect(idsIn(requestCode(worn, FROM_A, at))).toEqual(['cod_0', 'cod_2', 'cod_new']);
  });

  it('§1.code.familiar: given three alive from elsewhere, then an address from which the account was logged into gets one beside them', () => {
    const familiar = { ...FROM_A, isFamiliar: true };
    expect(idsIn(requestCode(aliveFrom('b', 'c', 'd'), familiar, NOON))).toEqual([
      ...['cod_0', 'cod_1', 'cod_2', 'cod_new'],
    ]);
    expect(idsIn(requestCode(aliveFrom('b', 'c', 'a'), familiar, after(60_000)))).toEqual([
      ...['cod_0', 'cod_1', 'cod_new'],
    ]);
  });

  it('given a crash before the message left, then the same code is sent again to its address and counts once', () => {
    const { sentAt: _, ...unsent } = sent();
    const before = codesWith([unsent]);
    const again = { ...unsent, sendingSince: after(10_000) };
    expect(requestCode(before, FROM_A, after(10_000))).toEqual({
      challenge: again,
      codes: { ...before, challenges: [again] },
    });
    const older = sent({ codeId: 'cod_0' });
    expect(
      idsIn(requestCode({ ...before, challenges: [older, unsent] }, FROM_A, after(10_000))),
    ).toEqual(['cod_0', 'cod_1']);
    expect(waitIn(requestCode(before, FROM_A, after(9_999)))).toBe(51);
    expect(waitIn(requestCode(codesWith([sent()]), FROM_A, after(10_000)))).toBe(50);
    expect(requestCode(before, FROM_A, after(60_000))).toMatchObject({
      challenge: { codeId: 'cod_new' },
    });
    expect(requestCode(before, { ...FROM_A, addressKey: 'b' }, after(10_000))).toMatchObject({
      challenge: { codeId: 'cod_new' },
    });
  });

  it('§1.code.minute §1.code.day §1.code.alive: whatever the times and addresses, gives each address one a minute and ten a day, and all together thirty a day and three alive', () => {
    const asks = fc.array(
      fc.record({
        gapMs: fc.integer({ min: 0, max: 1_800_000 }),
        addressKey: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      }),
      { maxLength: 120 },
    );
    const countOf = (rows: Challenge[], keyOf: (row: Challenge) => string) =>
      Math.max(0, ...[...Map.groupBy(rows, keyOf).values()].map(({ length }) => length));
    const dayOf = ({ requestedAt }: Challenge) =>
      new Date(requestedAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    fc.assert(
      fc.property(asks, (all) => {
        let now = NOON;
        let codes: PhoneCodes | undefined;
        const given: Challenge[] = [];
        all.forEach(({ gapMs, addressKey }, nth) => {
          now = after(gapMs, now);
          const outcome = requestCode(codes, { ...FROM_A, addressKey, codeId: `cod_${nth}` }, now);
          if (outcome instanceof Refusal) return;
          codes = {
            ...outcome.codes,
            challenges: outcome.codes.challenges.map((one) => ({ ...one, sentAt: now })),
          };
          expect(codes.challenges.length).toBeLessThanOrEqual(3);
          const last = given.findLast((one) => one.addressKey === addressKey);
          if (last) expect(now.getTime() - last.requestedAt.getTime()).toBeGreaterThan(59_999);
          given.push(outcome.challenge);
        });
        expect(countOf(given, dayOf)).toBeLessThan(31);
        expect(countOf(given, (one) => `${one.addressKey} ${dayOf(one)}`)).toBeLessThan(11);
      }),
    );
  });
});

describe('a code is tried', () => {
  const before = codesWith([sent({ tries: 4 }), sent({ codeId: 'cod_2', addressKey: 'b' })]);

  it('§1.code.challenge: given a living code, then the guess is counted of it, and of no other', () => {
    expect(tryCode(before, 'cod_1', after(299_999))).toMatchObject({
      challenge: { codeId: 'cod_1', tries: 5 },
      codes: { challenges: [{ tries: 5 }, { tries: 0 }] },
    });
    expect(refusalIn(tryCode(before, 'cod_other', NOON)).code).toBe('CODE_INVALID');
  });

  it.each([
    ['none was requested', undefined, NOON],
    ['it was used', codesWith([]), NOON],
    ['its five minutes are over', codesWith([sent()]), after(300_000)],
    ['it had five wrong tries', codesWith([sent({ tries: 5 })]), NOON],
  ])('§1.code.life §1.code.tries: given %s, then it is invalid', (_, codes, now) => {
    expect(refusalIn(tryCode(codes, 'cod_1', now)).code).toBe('CODE_INVALID');
  });
});

describe('an address', () => {
  it('§1.code.familiar: is that of an account for 90 days after a log-in', () => {
    expect(isFamiliar(undefined, NOON)).toBe(false);
    expect(isFamiliar(NOON, new Date('2026-07-30T03:59:59Z'))).toBe(true);
    expect(isFamiliar(NOON, new Date('2026-07-30T04:00:00Z'))).toBe(false);
  });

  it('§1.code.address: is told to wait until the oldest of an hour is an hour old', () => {
    expect(windowStart(NOON)).toEqual(new Date('2026-05-01T03:00:00Z'));
    expect(waitIn(addressLimit(NOON, after(60_000)))).toBe(3_540);
  });
});
