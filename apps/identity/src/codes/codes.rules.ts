import { addDays, refuse, shanghaiDay, startOfShanghaiDay, type Refusal } from '@demerit/contracts';
import type { Challenge, OneOfCodes, PhoneCodes } from './codes.types';

/** One-time codes: how many a number gets from one address and from everywhere, and how they are tried. Real clock. rules.md §1. */

export const CODE_LIFE_MS = 5 * 60_000;
const CODE_INTERVAL_MS = 60_000;
const CODES_PER_ADDRESS_A_DAY = 10;
const CODES_A_DAY = 30;
const CODES_ALIVE = 3;
const CODE_TRIES = 5;
/** How long a message may take to leave before the same code is sent again to whoever asks. */
const SENDING_MS = 10_000;
/** An address from which an account was logged into is its own for so long. */
const FAMILIAR_MS = 90 * 86_400_000;
/** Over which the codes and the wrong tries of an address are counted. */
const ADDRESS_WINDOW_MS = 3_600_000;

/** Who asks, and for which new code. */
export interface CodeAsked {
  addressKey: string;
  /** Whether the number's account was logged into from there: then no limit over all addresses holds, so that strangers lock nobody out. */
  isFamiliar: boolean;
  codeId: string;
}

/**
 * The code to send now: a new one under `codeId`, or the address's newest when a crash kept its message from leaving.
 * Refuses with `retryAfterSeconds`.
 */
export function requestCode(
  before: PhoneCodes | undefined,
  { addressKey, isFamiliar, codeId }: CodeAsked,
  now: Date,
): OneOfCodes | Refusal {
  const day = shanghaiDay(now);
  const ofDay = before?.day === day ? before.ofDay : 0;
  const own = before?.addresses.find((one) => one.addressKey === addressKey);
  const ownOfDay = own?.day === day ? own.ofDay : 0;
  const ageMs = own ? now.getTime() - own.requestedAt.getTime() : Infinity;
  const alive = before?.challenges.filter((one) => isAlive(one, now)) ?? [];
  const ofAddress = alive.filter((one) => one.addressKey === addressKey);
  const newest = ofAddress.at(-1);
  if (before && newest && ageMs < CODE_INTERVAL_MS && wasLeftUnsent(newest, now))
    return replaced(before, newest, { ...newest, sendingSince: now });

  if (ageMs < CODE_INTERVAL_MS) return tooMany(CODE_INTERVAL_MS - ageMs);
  const toMidnightMs = startOfShanghaiDay(addDays(day, 1)).getTime() - now.getTime();
  if (ownOfDay >= CODES_PER_ADDRESS_A_DAY) return tooMany(toMidnightMs);
  if (ofDay >= CODES_A_DAY && !isFamiliar) return tooMany(toMidnightMs);
  const [oldest] = alive;
  const isFull = alive.length >= CODES_ALIVE;
  if (oldest && isFull && ofAddress.length === 0 && !isFamiliar)
    return tooMany(oldest.expiresAt.getTime() - now.getTime());

  const challenge: Challenge = {
    codeId,
    addressKey,
    requestedAt: now,
    expiresAt: new Date(now.getTime() + CODE_LIFE_MS),
    sendingSince: now,
    tries: 0,
  };
  const kept = isFull ? alive.filter((one) => one !== ofAddress[0]) : alive;
  const others = before?.addresses.filter(
    (one) => one !== own && (one.day === day || isRecent(one.requestedAt, now)),
  );
  const codes = {
    challenges: [...kept, challenge],
    addresses: [...(others ?? []), { addressKey, requestedAt: now, day, ofDay: ownOfDay + 1 }],
    requestedAt: now,
    day,
    ofDay: ofDay + 1,
  };
  return { codes, challenge };
}

/**
 * Counts a guess before it is looked at, so that no number of guesses at once gets more than its tries. `challengeId`: of which code it is said to
 * be; of one that is none of the number's it is wrong, and no try of any.
 */
export function tryCode(
  before: PhoneCodes | undefined,
  challengeId: string,
  now: Date,
): OneOfCodes | Refusal {
  const challenge = before?.challenges.find(({ codeId }) => codeId === challengeId);
  if (!before || !challenge) return wrongCode();
  if (!isAlive(challenge, now)) return wrongCode();
  return replaced(before, challenge, { ...challenge, tries: challenge.tries + 1 });
}

/** One answer for wrong, old, used up and never requested. */
export function wrongCode(): Refusal {
  return refuse('CODE_INVALID');
}

/** Whether an address is one from which the number's account is logged into. */
export function isFamiliar(lastLoginAt: Date | undefined, now: Date): boolean {
  return lastLoginAt !== undefined && now.getTime() - lastLoginAt.getTime() < FAMILIAR_MS;
}

/** From when on what an address did counts. */
export function windowStart(now: Date): Date {
  return new Date(now.getTime() - ADDRESS_WINDOW_MS);
}

/** An address has had what it gets in an hour, and gets the next when the oldest of these is an hour old. */
export function addressLimit(oldestAt: Date, now: Date): Refusal {
  return tooMany(ADDRESS_WINDOW_MS - (now.getTime() - oldestAt.getTime()));
}

function isAlive({ expiresAt, tries }: Challenge, now: Date): boolean {
  return now < expiresAt && tries < CODE_TRIES;
}

function isRecent(requestedAt: Date, now: Date): boolean {
  return now.getTime() - requestedAt.getTime() < CODE_INTERVAL_MS;
}

function wasLeftUnsent({ sentAt, sendingSince }: Challenge, now: Date): boolean {
  return !sentAt && now.getTime() - sendingSince.getTime() >= SENDING_MS;
}

function replaced(codes: PhoneCodes, before: Challenge, challenge: Challenge): OneOfCodes {
  const challenges = codes.challenges.map((one) => (one === before ? challenge : one));
  return { codes: { ...codes, challenges }, challenge };
}

function tooMany(waitMs: number): Refusal {
  return refuse('RATE_LIMITED', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
}
