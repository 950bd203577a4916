import { addDays, refuse, shanghaiDay, startOfShanghaiDay, type Refusal } from '@demerit/contracts';
import type { Code } from './codes.types';

/** One-time codes: one a minute a number, 10 a day, alive for 5 minutes and 5 tries. Real clock. rules.md §1. */

export const CODE_LIFE_MS = 5 * 60_000;
const CODE_INTERVAL_MS = 60_000;
const CODES_PER_DAY = 10;
const CODE_TRIES = 5;
/** How long a message may take to leave before the same code is sent again to whoever asks. */
const SENDING_MS = 10_000;

/**
 * The code to send now: a new one under `codeId`, or the one before when a crash kept its message from leaving.
 * Refuses with `retryAfterSeconds`.
 */
export function requestCode(before: Code | undefined, now: Date, codeId: string): Code | Refusal {
  const day = shanghaiDay(now);
  const ofDay = before?.day === day ? before.ofDay : 0;
  const ageMs = before ? now.getTime() - before.requestedAt.getTime() : Infinity;

  if (before && ageMs < CODE_INTERVAL_MS && wasLeftUnsent(before, now)) {
    return { ...before, sendingSince: now };
  }
  if (ageMs < CODE_INTERVAL_MS) return tooMany(CODE_INTERVAL_MS - ageMs);
  if (ofDay >= CODES_PER_DAY) {
    return tooMany(startOfShanghaiDay(addDays(day, 1)).getTime() - now.getTime());
  }
  return {
    codeId,
    requestedAt: now,
    expiresAt: new Date(now.getTime() + CODE_LIFE_MS),
    sendingSince: now,
    tries: 0,
    day,
    ofDay: ofDay + 1,
  };
}

/**
 * Counts a guess before it is looked at, so that no number of guesses at once gets more than its tries. `challengeId`: of which code it is said to
 * be; of another one than the number's newest it is wrong, and no try.
 */
export function tryCode(code: Code | undefined, now: Date, challengeId: string): Code | Refusal {
  if (!code) return wrongCode();
  if (challengeId !== code.codeId) return wrongCode();
  if (code.usedAt) return wrongCode();
  if (now >= code.expiresAt) return wrongCode();
  if (code.tries >= CODE_TRIES) return wrongCode();
  return { ...code, tries: code.tries + 1 };
}

/** One answer for wrong, old, used up and never requested. */
export function wrongCode(): Refusal {
  return refuse('CODE_INVALID');
}

function wasLeftUnsent(code: Code, now: Date): boolean {
  return !code.sentAt && now.getTime() - code.sendingSince.getTime() >= SENDING_MS;
}

function tooMany(waitMs: number): Refusal {
  return refuse('RATE_LIMITED', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
}
