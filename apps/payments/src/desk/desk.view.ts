import { shanghaiTime, type DeskPayment } from '@demerit/contracts';
import type { PaymentDocument } from '../paying/payments.types';
import { paymentAsSeen } from '../paying/payments.view';

/** An attempt to pay as an officer sees it; where to pay it is the payer's alone. Real time. */
export function deskPayment(payment: PaymentDocument, realNow: Date): DeskPayment {
  const { payUrl: _theirs, ...view } = paymentAsSeen(payment, realNow);
  const { provider, payerAccountId, received, refund } = payment;
  return {
    ...view,
    provider,
    ...(payerAccountId !== undefined && { payerAccountId }),
    ...(received && { settledAt: shanghaiTime(received.settledAt) }),
    ...(refund && { refundReason: refund.reason }),
  };
}
