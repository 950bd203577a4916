import {
  shanghaiTime,
  type PaymentStatus,
  type PaymentView,
  type PaymentViewStatus,
} from '@demerit/contracts';
import type { PaymentDocument } from './payments.types';

const AS_SEEN: Record<PaymentStatus, PaymentViewStatus> = {
  creating: 'open',
  open: 'open',
  closed: 'closed',
  expired: 'expired',
  failed: 'failed',
  settled: 'settled',
  refunding: 'settled',
  refunded: 'settled',
};

/** As who began it sees it: expired from its end on, whether or not the provider was asked about it by then. Real time. */
export function paymentAsSeen(payment: PaymentDocument, realNow: Date): PaymentView {
  const { _id: paymentId, payUrl, amountFen, expiresAt } = payment;
  const stands = AS_SEEN[payment.status];
  const status = stands === 'open' && expiresAt <= realNow ? 'expired' : stands;
  return {
    paymentId,
    status,
    ...(status === 'open' && payUrl !== undefined && { payUrl }),
    amountFen,
    expiresAt: shanghaiTime(expiresAt),
  };
}
