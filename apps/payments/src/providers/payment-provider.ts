import type { ClosedState, ListedPayment, Verified } from './provider.types';

/** A notification as it came over HTTP: the raw body and the headers that prove it genuine, by name in lower case. */
export interface SignedNotification {
  body: Buffer;
  headers: Record<string, string>;
}

/** A payment to be opened under our id. */
export interface PaymentToOpen {
  _id: string;
  amountFen: number;
  currency: string;
  expiresAt: Date;
}

/** What the provider says of a payment when asked; `unknown`: it has none of that id. */
export type ProviderState = { status: 'pending' } | { status: 'unknown' } | ClosedState;

export interface ListPage {
  items: ListedPayment[];
  /** Ask with it for what follows; absent on the last page. */
  next?: string;
}

/**
 * A payment provider. The sandbox implements it; WeChat Pay v3 and Alipay fit it (docs/decisions/0006-payment-port.md). Every method rejects with
 * `ServiceUnavailable` when the provider does not answer or refuses: the outcome is unknown, and repeating with the same ids is safe.
 * `test/payment-provider.contract.ts` says what each of them must do.
 */
export interface PaymentProvider {
  /** Opens the payment at the provider, once a payment id; answers where to pay. */
  create(payment: PaymentToOpen): Promise<{ payUrl: string }>;
  query(paymentId: string): Promise<ProviderState>;
  /**
   * From its answer on nobody can pay it; once and again the same. One that the provider does not have is closed too, but may be opened afterwards
   * by a `create` that was on its way: whoever sent that closes it again.
   */
  close(paymentId: string): Promise<ClosedState>;
  /** Gives money back, once a refund id. */
  refund(paymentId: string, refundId: string, amountFen: number): Promise<void>;
  /** What the notification says, if it is genuine and was signed a few minutes ago at most. */
  verify(notification: SignedNotification, realNow: Date): Verified;
  /** What succeeded on a Shanghai day of real time, by payment id, a page at a time. */
  list(day: string, after?: string): Promise<ListPage>;
}
