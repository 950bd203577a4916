import type { PaymentRefunded } from '@demerit/contracts';
import { canMove, isOpened, type OrderRecord } from './orders.rules';

/** One attempt to pay an order, from its beginning to its end. rules.md §6. */
export interface PaymentRecord {
  _id: string;
  orderId: string;
  payerAccountId: string;
  provider: 'sandbox';
  /** Fixed when it was created; what is paid is compared with these. */
  amountFen: number;
  currency: 'CNY';
  /** Real time; it counts when the provider settled it before. */
  expiresAt: Date;
  status: PaymentStatus;
  /** The idempotency key it began under. */
  keyId?: string;
  payUrl?: string;
  /** When the provider is asked about it, if nothing was heard. */
  askAt?: Date;
  /** What goes back, and why. */
  refund?: { amountFen: number; reason: PaymentRefunded['reason'] };
  version: number;
}

export type PaymentStatus =
  'creating' | 'open' | 'expired' | 'failed' | 'settled' | 'refunding' | 'refunded';

/** What the provider says became of a payment, from a notification or when asked. */
export interface Settlement {
  paymentId: string;
  status: 'succeeded' | 'failed';
  amountFen: number;
  currency: string;
  settledAt: Date;
}

export type Verdict =
  | { kind: 'ignore' }
  | { kind: 'fail' }
  | { kind: 'pay' }
  | { kind: 'refund'; reason: PaymentRefunded['reason'] };

/**
 * What follows from a settlement, in whatever order and however often it arrives. Money that came is never "paid" unless all is right: the amount
 * and currency of the payment, settled before its expiry, and an order that still waits for it.
 */
export function verdictOn(
  payment: PaymentRecord,
  order: OrderRecord,
  settlement: Settlement,
): Verdict {
  if (isMoneyAccountedFor(payment)) return { kind: 'ignore' };
  if (settlement.status === 'failed') {
    return payment.status === 'failed' ? { kind: 'ignore' } : { kind: 'fail' };
  }
  const isRightAmount =
    settlement.amountFen === payment.amountFen && settlement.currency === payment.currency;
  if (!isRightAmount) return { kind: 'refund', reason: 'wrong_amount' };
  if (settlement.settledAt >= payment.expiresAt) return { kind: 'refund', reason: 'expired' };
  if (order.status === 'paid' || order.status === 'refunded') {
    return { kind: 'refund', reason: 'second_payment' };
  }
  if (!isOpened(order) || !canMove(order, 'paid'))
    return { kind: 'refund', reason: 'order_closed' };
  return { kind: 'pay' };
}

/** An expired or failed payment is not at its end: the news that it was paid all the same may still come. */
export function isMoneyAccountedFor({ status }: PaymentRecord): boolean {
  return status === 'settled' || status === 'refunding' || status === 'refunded';
}
