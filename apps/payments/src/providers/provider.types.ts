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

/** What a payment is once it was closed: nobody can pay it, or it had its outcome before. */
export type ClosedState = { status: 'closed' } | Settlement;

/** A notification that the provider proved. `eventId` is the same for every copy of one. */
export type VerifiedNotification = Settlement & { eventId: string };

/** `forged`: not signed by the provider, or too long ago. `unreadable`: signed, but of no form we know. */
export type Verified = 'forged' | 'unreadable' | VerifiedNotification;

/** A payment that succeeded, as the provider lists it. */
export interface ListedPayment {
  paymentId: string;
  amountFen: number;
  currency: string;
  settledAt: Date;
  refundedFen: number;
}
