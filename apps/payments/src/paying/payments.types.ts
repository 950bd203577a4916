import { PAYMENT_STATUSES, REFUND_REASONS } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

const receivedMoney = closed({
  amountFen: field.fen,
  currency: t.String(),
  settledAt: field.date,
});
export type ReceivedMoney = Static<typeof receivedMoney>;

/** Money that goes back, all that came. */
const refundOrder = closed({
  reason: field.oneOf([...REFUND_REASONS, 'unknown_payment']),
  attempts: field.count,
  /** When the provider is asked to give it back, again if need be. Real time. */
  nextAt: field.date,
});
export type RefundOrder = Static<typeof refundOrder>;

/** One attempt to pay an order, from its beginning to its end. rules.md §6. */
export const paymentDocument = closed({
  _id: t.String(),
  /** Absent of money that came for a payment nobody here began. */
  orderId: t.Optional(t.String()),
  payerAccountId: t.Optional(t.String()),
  /** The name it was begun with; one that is not there any more still has its payments. */
  provider: t.String(),
  /** Fixed when it was created; what is paid is compared with these. */
  amountFen: field.fen,
  currency: t.String(),
  /** Real time; it counts when the provider settled it before. */
  expiresAt: field.date,
  status: field.oneOf(PAYMENT_STATUSES),
  /** The idempotency key it began under. */
  keyId: t.Optional(t.String()),
  payUrl: t.Optional(t.String()),
  /** When the provider is asked about it, if it says nothing by itself. */
  askAt: t.Optional(field.date),
  /** The money that came, as the provider said first. */
  received: t.Optional(receivedMoney),
  refund: t.Optional(refundOrder),
  version: field.count,
});
export type PaymentDocument = Static<typeof paymentDocument>;
/** One of which money came. */
export type ReceivedPayment = PaymentDocument & { received: ReceivedMoney };
