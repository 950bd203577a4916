import { refuse, wording, type PaymentOutcomeBody, type Refusal } from '@demerit/contracts';
import type { Notice, SandboxPaymentDocument } from './payments.types';

const LONGEST_PAUSE_MS = 60_000;

/** The outcome of a payment is given once; the same again changes nothing. One that is closed has none any more. */
export function settle(
  payment: SandboxPaymentDocument,
  outcome: PaymentOutcomeBody,
  now: Date,
): SandboxPaymentDocument | Refusal {
  if (payment.outcome) {
    return isSame(payment, payment.outcome, outcome) ? payment : refuse('PAYMENT_OUTCOME_SET');
  }
  if (payment.status === 'closed') {
    return refuse('PAYMENT_OUTCOME_SET', { detail: wording('payment.closed') });
  }
  const status = outcome.outcome === 'succeed' ? ('succeeded' as const) : ('failed' as const);
  const settled = { ...payment, status, outcome, settledAt: now };
  return { ...settled, notice: noticeOf(settled, outcome, now) };
}

/** Nobody can pay it from then on; one that has its outcome keeps it. */
export function close(payment: SandboxPaymentDocument): SandboxPaymentDocument {
  return payment.status === 'pending' ? { ...payment, status: 'closed' } : payment;
}

/** By what is meant: a wish that was left out is its default. */
function isSame(
  { amountFen }: SandboxPaymentDocument,
  left: PaymentOutcomeBody,
  right: PaymentOutcomeBody,
): boolean {
  return (
    left.outcome === right.outcome &&
    (left.delayMs ?? 0) === (right.delayMs ?? 0) &&
    (left.copies ?? 1) === (right.copies ?? 1) &&
    (left.amountFen ?? amountFen) === (right.amountFen ?? amountFen)
  );
}

/** Late, several times or with a false amount, as the tester wished. */
function noticeOf(payment: SandboxPaymentDocument, outcome: PaymentOutcomeBody, now: Date): Notice {
  const eventId = `evt_${payment._id}`;
  const body = JSON.stringify({
    eventId,
    paymentId: payment._id,
    status: payment.status,
    amountFen: outcome.amountFen ?? payment.amountFen,
    currency: payment.currency,
    settledAt: now.toISOString(),
  });
  const dueAt = new Date(now.getTime() + (outcome.delayMs ?? 0));
  return { eventId, body, copiesLeft: outcome.copies ?? 1, dueAt, attempts: 0 };
}

/** When an unanswered notification is sent again: after 0.5 s, doubling up to a minute, for ever. */
export function nextAttemptAt(attempts: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(LONGEST_PAUSE_MS, 250 * 2 ** attempts));
}

/** Money goes back once a refund id, and never more than came in. */
export function refund(
  payment: SandboxPaymentDocument,
  { refundId, amountFen }: { refundId: string; amountFen: number },
  now: Date,
): SandboxPaymentDocument | Refusal {
  if (payment.refunds.some((earlier) => earlier.refundId === refundId)) return payment;
  const paidFen =
    payment.status === 'succeeded' ? (payment.outcome?.amountFen ?? payment.amountFen) : 0;
  const refundedFen = payment.refunds.reduce((sum, earlier) => sum + earlier.amountFen, 0);
  if (refundedFen + amountFen > paidFen) {
    return refuse('ORDER_NOT_PAYABLE', {
      detail: wording('payment.more_than_paid'),
    });
  }
  const refunds = [...payment.refunds, { refundId, amountFen, at: now }];
  return { ...payment, refunds };
}
