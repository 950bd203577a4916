import type { PaymentRecord, Settlement } from './settlement.rules';

/** A notification as it came over HTTP: the raw body and what proves it genuine. */
export interface SignedNotification {
  body: Buffer;
  signature: string;
  timestamp: string;
}

/** What the provider says of a payment when asked. */
export type ProviderState = { status: 'pending' } | Settlement;

/** A payment provider; the sandbox implements it, WeChat Pay and Alipay fit it. Rejects when the provider does not answer: outcome unknown, repeat with the same ids. */
export interface PaymentProvider {
  /** Opens the payment at the provider, once a payment id; answers where to pay. */
  create(payment: PaymentRecord): Promise<{ payUrl: string }>;
  query(paymentId: string): Promise<ProviderState>;
  /** Gives money back, once a refund id. */
  refund(paymentId: string, refundId: string, amountFen: number): Promise<void>;
  /** The notification if it is genuine, else undefined. `eventId` tells copies. */
  verify(
    notification: SignedNotification,
    realNow: Date,
  ): (Settlement & { eventId: string }) | undefined;
}
