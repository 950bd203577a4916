import { constantTimeEqual } from '@demerit/platform';
import { generateSecret, generateSync, generateURI } from 'otplib/functional';
import { STEP_S } from './factors.rules';

/** Codes of an authenticator: RFC 6238, SHA-1, 6 digits, 30 seconds, as every authenticator has them. */
const ISSUER = 'Demerit';
const DIGITS = 6;

/** 160 random bits in base32. */
export function newSecret(): string {
  return generateSecret();
}

/** What an authenticator takes; `label`: by which the person tells their accounts apart. */
export function uriOf(secret: string, label: string): string {
  return generateURI({ issuer: ISSUER, label, secret, digits: DIGITS, period: STEP_S });
}

export function codeAt(secret: string, step: number): string {
  return generateSync({ secret, epoch: step * STEP_S, period: STEP_S, digits: DIGITS });
}

/** Of which of these steps a code is, looked at in the same time whichever it is. */
export function stepOf(secret: string, steps: readonly number[], code: string): number | undefined {
  const right = steps.filter((step) => step >= 0 && constantTimeEqual(codeAt(secret, step), code));
  return right.length === 0 ? undefined : Math.max(...right);
}
