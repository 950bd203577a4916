import type { Provider } from '@demerit/contracts';

/** What a provider says, in the words of payments. */

/** What became of a payment, from a notification or when asked. */
export interface Settlement {
  provider: Provider;
  paymentId: string;
  status: 'succeeded' | 'failed';
  amountFen: number;
  currency: string;
  settledAt: Date;
}

/** A payment that succeeded, as the provider lists it. */
export interface ListedPayment {
  paymentId: string;
  amountFen: number;
  currency: string;
  settledAt: Date;
  refundedFen: number;
}
