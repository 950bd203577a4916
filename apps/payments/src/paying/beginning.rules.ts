import type { PaymentDocument } from './payments.types';

/** A payment from its beginning until the provider has opened it. Real time. rules.md §6.settlement, §6.provider. */

const PAYMENT_LIFE_MS = 15 * 60_000;
/** Whatever was begun and not opened by then is given up by the job. */
const CREATING_LIFE_MS = 10_000;
const ASK_AFTER_MS = 30_000;

type NewPayment = Omit<PaymentDocument, 'expiresAt' | 'status' | 'askAt' | 'version'>;

export function startedPayment(given: NewPayment, realNow: Date): PaymentDocument {
  return {
    ...given,
    expiresAt: after(PAYMENT_LIFE_MS, realNow),
    status: 'creating',
    askAt: after(CREATING_LIFE_MS, realNow),
    version: 0,
  };
}

/** The key under which it was begun has its answer now. */
export function openedPayment(
  payment: PaymentDocument,
  payUrl: string,
  realNow: Date,
): PaymentDocument {
  const { keyId: _keyId, ...rest } = payment;
  return { ...rest, status: 'open', payUrl, askAt: after(ASK_AFTER_MS, realNow) };
}

function after(ms: number, from: Date): Date {
  return new Date(from.getTime() + ms);
}
