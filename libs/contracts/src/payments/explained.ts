import type { OrderStatus } from './payments';

/** What payments has of an order, for the operator's `demerit explain`: no personal data but ids. */

export const PAYMENT_STATUSES = [
  'creating',
  'open',
  'closed',
  'expired',
  'failed',
  'settled',
  'refunding',
  'refunded',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

interface OrderExplained {
  orderId: string;
  status: OrderStatus;
  /** Empty where it was closed before it was opened. */
  dueOn: string;
  frozenOn?: string;
  receiptNumber?: string;
}
interface PaymentExplained {
  paymentId: string;
  status: PaymentStatus;
  expiresAt: string;
}
export interface PaymentsExplained {
  order: OrderExplained | null;
  payments: PaymentExplained[];
}
