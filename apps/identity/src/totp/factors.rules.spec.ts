import { Refusal } from '@demerit/contracts';
import {
  carriesMore,
  checkConfirmable,
  checkEnrolment,
  isFresh,
  mayTry,
  newRecovery,
  rolesOf,
  stepsAt,
  tokenEnd,
  used,
  withWrongTry,
  wrongSecondFactor,
} from './factors.rules';
import type { FactorDocument } from './factors.types';

const NOW = new Date('2026-05-01T04:00:00Z');
const after = (ms: number) => new Date(NOW.getTime() + ms);

function aFactor(changes: Partial<FactorDocument> = {}): FactorDocument {
  return {
    _id: 'acc_1',
    factorId: 'fac_1',
    secret: 'k1.aa.bb.cc',
    lastStep: 100,
    recoveryLeft: [0, 1, 2],
    wrongTries: 0,
    wrongSince: NOW,
    version: 1,
    ...changes,
  };
}

function codeOf(outcome: unknown): string | undefined {
  return outcome instanceof Refusal ? outcome.code : undefined;
}

describe('a second factor', () => {
  it('§1.second-factor.enrolled: given none or one that nobody confirmed, then a new one takes its place; given one that counts, then it is taken off first', () => {
    expect(checkEnrolment(undefined)).toBeUndefined();
    expect(checkEnrolment(aFactor())).toBeUndefined();
    expect(codeOf(checkEnrolment(aFactor({ confirmedAt: NOW })))).toBe('SECOND_FACTOR_ENROLLED');
    expect(checkConfirmable(aFactor())).toBeUndefined();
    expect(codeOf(checkConfirmable(undefined))).toBe('SECOND_FACTOR_NOT_FOUND');
    expect(codeOf(checkConfirmable(aFactor({ confirmedAt: NOW })))).toBe('SECOND_FACTOR_ENROLLED');
  });

  it('§1.second-factor.code: codes of the step of now, of the one before and of the one after count', () => {
    expect(stepsAt(new Date(59_000))).toEqual([1, 0, 2]);
    expect(stepsAt(new Date(60_000))).toEqual([2, 1, 3]);
  });

  it('§1.second-factor.once: a code counts once, and none of an earlier step after it', () => {
    expect(isFresh({ lastStep: 100 }, 101)).toBe(true);
    expect(isFresh({ lastStep: 100 }, 100)).toBe(false);
    expect(isFresh({ lastStep: 100 }, 99)).toBe(false);
    expect(used(aFactor({ wrongTries: 3 }), { step: 101 })).toEqual(aFactor({ lastStep: 101 }));
  });

  it('§1.second-factor.recovery: there are ten recovery codes, each good once', () => {
    expect(newRecovery()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(used(aFactor(), { recovery: 1 })).toEqual(aFactor({ recoveryLeft: [0, 2] }));
  });

  it('§1.second-factor.tries: given five wrong codes of whoever is logged in, then none is looked at for a quarter of an hour after the first', () => {
    let factor = aFactor();
    for (let tries = 1; tries <= 5; tries += 1) {
      const next = withWrongTry(factor, after(tries));
      if (next instanceof Refusal) throw next;
      factor = next;
      expect(factor).toMatchObject({ wrongTries: tries, wrongSince: after(1) });
    }
    const refused = withWrongTry(factor, after(60_001));
    expect(codeOf(refused)).toBe('RATE_LIMITED');
    expect((refused as Refusal).refusal.retryAfterSeconds).toBe(840);
    expect(codeOf(withWrongTry(factor, after(900_000)))).toBe('RATE_LIMITED');
    const later = after(900_001);
    expect(withWrongTry(factor, later)).toMatchObject({ wrongTries: 1, wrongSince: later });
  });

  it('§1.second-factor.log-in: a log-in waits for it five minutes and five tries', () => {
    const pending = { tries: 4, expiresAt: tokenEnd(NOW) };
    expect(tokenEnd(NOW)).toEqual(new Date('2026-05-01T04:05:00Z'));
    expect(mayTry(pending, after(299_999))).toBe(true);
    expect(mayTry(pending, after(300_000))).toBe(false);
    expect(mayTry({ ...pending, tries: 5 }, NOW)).toBe(false);
    expect(mayTry(undefined, NOW)).toBe(false);
    expect(wrongSecondFactor().refusal).toEqual({ code: 'SECOND_FACTOR_INVALID' });
  });

  it('§1.second-factor.roles: where it is required, a session without it carries no role of staff', () => {
    const roles = ['citizen', 'officer', 'admin'] as const;
    expect(rolesOf(roles, 'required', true)).toEqual(roles);
    expect(rolesOf(roles, 'off', false)).toEqual(roles);
    expect(rolesOf(roles, 'required', false)).toEqual(['citizen']);
    expect(rolesOf(['officer'], 'required', false)).toEqual([]);
    expect(carriesMore(roles, 'required')).toBe(true);
    expect(carriesMore(['citizen'], 'required')).toBe(false);
    expect(carriesMore(roles, 'off')).toBe(false);
  });
});
