import { refuse, type Refusal, type Role } from '@demerit/contracts';
import type { FactorDocument } from './factors.types';

/** The second factor: a code of an authenticator (RFC 6238) or a recovery code, each once. Real clock. rules.md §1. */

export const STEP_S = 30;
/** Steps before and after that of now whose codes count: clocks of telephones differ. */
const STEPS_OFF = 1;
const RECOVERY_CODES = 10;
const WRONG_TRIES = 5;
const WRONG_TRIES_IN_MS = 15 * 60_000;
/** Of what a log-in is answered with where it needs the second factor. */
const TOKEN_LIFE_MS = 5 * 60_000;
const TOKEN_TRIES = 5;

export type SecondFactorSetting = 'required' | 'off';

/** What a code turned out to be. */
export type Proof = { step: number } | { recovery: number };

/** The steps of time whose codes count now, this one first. */
export function stepsAt(now: Date): number[] {
  const step = Math.floor(now.getTime() / 1000 / STEP_S);
  const offs = Array.from({ length: STEPS_OFF }, (_, nth) => nth + 1);
  return [step, ...offs.flatMap((off) => [step - off, step + off])];
}

/** Numbers of the recovery codes of a new factor. */
export function newRecovery(): number[] {
  return Array.from({ length: RECOVERY_CODES }, (_, nth) => nth);
}

/** Confirming shows that an authenticator has the secret; recovery codes do not. */
export function checkConfirmable(factor: FactorDocument | undefined): Refusal | undefined {
  return checkEnrolled(factor) ?? checkEnrolment(factor);
}

export function checkEnrolment(before: FactorDocument | undefined): Refusal | undefined {
  return before?.confirmedAt ? refuse('SECOND_FACTOR_ENROLLED') : undefined;
}

export function checkEnrolled(factor: FactorDocument | undefined): Refusal | undefined {
  return factor ? undefined : refuse('SECOND_FACTOR_NOT_FOUND');
}

/** Whether a code of this step was not used before; of an older step than the one used last it is old. */
export function isFresh({ lastStep }: Pick<FactorDocument, 'lastStep'>, step: number): boolean {
  return step > lastStep;
}

/** The factor after its code was used. */
export function used(factor: FactorDocument, proof: Proof): FactorDocument {
  if ('step' in proof) return { ...factor, lastStep: proof.step, wrongTries: 0 };
  const recoveryLeft = factor.recoveryLeft.filter((nth) => nth !== proof.recovery);
  return { ...factor, recoveryLeft, wrongTries: 0 };
}

/** The factor after a wrong code of somebody who is logged in, or the refusal to look at another. */
export function withWrongTry(factor: FactorDocument, now: Date): FactorDocument | Refusal {
  const leftMs = WRONG_TRIES_IN_MS - (now.getTime() - factor.wrongSince.getTime());
  if (factor.wrongTries === 0 || leftMs <= 0) return { ...factor, wrongTries: 1, wrongSince: now };
  if (factor.wrongTries >= WRONG_TRIES)
    return refuse('RATE_LIMITED', { retryAfterSeconds: Math.ceil(leftMs / 1000) });
  return { ...factor, wrongTries: factor.wrongTries + 1 };
}

/** One answer for wrong, old, used, and for a token that is of no use any more. */
export function wrongSecondFactor(): Refusal {
  return refuse('SECOND_FACTOR_INVALID');
}

export function tokenEnd(now: Date): Date {
  return new Date(now.getTime() + TOKEN_LIFE_MS);
}

/** Whether a try may be counted of a log-in that waits for its second factor. */
export function mayTry(
  pending: { tries: number; expiresAt: Date } | undefined,
  now: Date,
): boolean {
  return pending !== undefined && now < pending.expiresAt && pending.tries < TOKEN_TRIES;
}

/** A log-in whose code was right. */
export function secondFactorRequired(secondFactorToken: string): Refusal {
  return refuse('SECOND_FACTOR_REQUIRED', { secondFactorToken });
}

/** What a session may do: without the second factor, where it is required, nothing that only staff may. */
export function rolesOf(
  roles: readonly Role[],
  setting: SecondFactorSetting,
  hasSecondFactor: boolean,
): Role[] {
  const carriesAll = setting === 'off' || hasSecondFactor;
  return roles.filter((role) => carriesAll || role === 'citizen');
}

/** Whether a session carries more with the second factor than without. */
export function carriesMore(roles: readonly Role[], setting: SecondFactorSetting): boolean {
  return rolesOf(roles, setting, true).length > rolesOf(roles, setting, false).length;
}
