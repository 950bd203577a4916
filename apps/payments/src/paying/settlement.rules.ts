import type { DifferenceKind, RefundReason, PaymentStatus } from '@demerit/contracts';
import { canMove, isOpened, pay, stopPaying } from '../orders/orders.rules';
import type { OrderDocument } from '../orders/orders.types';
import type { Settlement } from '../providers/provider.types';
import type {
  PaymentDocument,
  ReceivedMoney,
  ReceivedPayment,
  RefundOrder,
} from './payments.types';

export type Verdict =
  | { kind: 'ignore' }
  | { kind: 'fail' }
  | { kind: 'pay' }
  | { kind: 'refund'; reason: RefundReason }
  /** Nothing moves by itself: staff must look. */
  | { kind: 'show'; difference: DifferenceKind };

/**
 * What follows from a settlement, in whatever order and however often it arrives. Money that came is never "paid" unless all is right: the provider,
 * amount and currency of the payment, settled before its expiry, and an order that still waits for it.
 */
export function verdictOn(
  payment: PaymentDocument,
  order: OrderDocument | undefined,
  settlement: Settlement,
): Verdict {
  if (settlement.provider !== payment.provider) {
    return { kind: 'show', difference: 'wrong_provider' };
  }
  if (payment.received) return isSameMoney(payment.received, settlement);
  if (settlement.status === 'failed') {
    return payment.status === 'failed' ? { kind: 'ignore' } : { kind: 'fail' };
  }
  const reason = refundReason(payment, order, settlement);
  return reason === undefined ? { kind: 'pay' } : { kind: 'refund', reason };
}

/** A repeated notification of money that is accounted for. A failure that is reported late happened before the money came. */
function isSameMoney(received: ReceivedMoney, settlement: Settlement): Verdict {
  const isSame =
    settlement.status === 'failed' ||
    (received.amountFen === settlement.amountFen && received.currency === settlement.currency);
  return isSame ? { kind: 'ignore' } : { kind: 'show', difference: 'told_differently' };
}

function refundReason(
  payment: PaymentDocument,
  order: OrderDocument | undefined,
  settlement: Settlement,
): RefundReason | undefined {
  if (settlement.currency !== payment.currency) return 'wrong_currency';
  if (settlement.amountFen !== payment.amountFen) return 'wrong_amount';
  if (settlement.settledAt >= payment.expiresAt) return 'expired';
  if (order?.paid) return 'second_payment';
  if (order?.closed?.because === 'revoked') return revocationOf(order);
  if (!order || !canMove(order, 'paid')) return 'order_closed';
  return undefined;
}

/** Why the money of a revoked order goes back. */
export function revocationOf({ kind }: OrderDocument): RefundReason {
  return kind === 'fine' ? 'decision_revoked' : 'sanction_revoked';
}

export interface Settled {
  payment: PaymentDocument;
  order: OrderDocument | undefined;
}

/** Payment and order as the verdict makes them; what it leaves alone is the same object. `receiptNumber` is used when it pays. */
export function settle(
  verdict: Verdict,
  { payment, order }: Settled,
  settlement: Settlement,
  receiptNumber: string,
  realNow: Date,
): Settled {
  const { _id: paymentId, payerAccountId = '', amountFen } = payment;
  const stopped = order && stopPaying(order, paymentId);
  const received = receivedOf(settlement);
  if (verdict.kind === 'fail') return { payment: ended(payment, 'failed'), order: stopped };
  if (verdict.kind === 'refund') {
    return {
      payment: giveBack({ ...payment, received }, verdict.reason, realNow),
      order: stopped,
    };
  }
  if (verdict.kind !== 'pay' || !order || !isOpened(order)) return { payment, order };
  const { settledAt: at } = settlement;
  return {
    payment: { ...ended(payment, 'settled'), received },
    order: pay(order, { paymentId, payerAccountId, receiptNumber, amountFen, at }),
  };
}

/** The payment is at its end, or its money goes back: nothing more is asked about it. */
export function ended(
  payment: PaymentDocument,
  status: Exclude<PaymentStatus, 'creating' | 'open'>,
): PaymentDocument {
  const { askAt: _askAt, keyId: _keyId, ...rest } = payment;
  return { ...rest, status };
}

/** The money that the provider says came. */
export function receivedOf({ amountFen, currency, settledAt }: Settlement): ReceivedMoney {
  return { amountFen, currency, settledAt };
}

/** All that came goes back. */
export function giveBack(
  payment: ReceivedPayment,
  reason: RefundOrder['reason'],
  realNow: Date,
): PaymentDocument {
  return { ...ended(payment, 'refunding'), refund: { reason, attempts: 0, nextAt: realNow } };
}

/** Money for a payment that nobody here began, such as one begun after the backup that was restored: it goes back. */
export function unknownPayment(settlement: Settlement, realNow: Date): PaymentDocument {
  const { paymentId: _id, provider, amountFen, currency, settledAt } = settlement;
  return {
    _id,
    provider,
    amountFen,
    currency,
    expiresAt: settledAt,
    status: 'refunding',
    received: receivedOf(settlement),
    refund: { reason: 'unknown_payment', attempts: 0, nextAt: realNow },
    version: 0,
  };
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
/** After so many attempts staff are told. */
const REFUND_ATTEMPTS_BEFORE_SHOWN = 8;

/** The provider did not take the refund: again after 1 s, doubling up to 10 min, for ever. */
export function putOffRefund(payment: PaymentDocument, realNow: Date): PaymentDocument {
  if (!payment.refund) return payment;
  const attempts = payment.refund.attempts + 1;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
  const nextAt = new Date(realNow.getTime() + pauseMs);
  const refund = { ...payment.refund, attempts, nextAt };
  return { ...payment, refund };
}

const ASK_AGAIN_MS = 30_000;
const ASK_AGAIN_WITHOUT_ANSWER_MS = 10_000;

/**
 * When the provider is asked again: a pending payment in half a minute, and at its end at the latest; one of which it said nothing in 10 s, also
 * after its end, since nobody knows what became of it.
 */
export function askLater(
  payment: PaymentDocument,
  because: 'pending' | 'unanswered',
  realNow: Date,
): PaymentDocument {
  const now = realNow.getTime();
  const pending = Math.min(now + ASK_AGAIN_MS, payment.expiresAt.getTime());
  const askAt = because === 'pending' ? pending : now + ASK_AGAIN_WITHOUT_ANSWER_MS;
  return { ...payment, askAt: new Date(askAt) };
}

/** Said once: with the attempt that is one too many. */
export function isRefundToBeShown({ refund }: PaymentDocument): boolean {
  return refund?.attempts === REFUND_ATTEMPTS_BEFORE_SHOWN;
}
