import type { PaymentStatus, PaymentViewStatus } from '@demerit/contracts';
import { aPayment, EXPIRES_AT, NOW } from '../../test/given';
import { paymentAsSeen } from './payments.view';

describe('A payment, as who began it sees it', () => {
  it('§6.payment.read: says until when and where to pay it while it is open', () => {
    const payment = { ...aPayment('pay_1'), payUrl: 'https://pay' };
    const seen = {
      paymentId: 'pay_1',
      status: 'open',
      payUrl: 'https://pay',
      amountFen: 20_000,
      expiresAt: '2026-03-02T12:15:00.000+08:00',
    };
    expect(paymentAsSeen(payment, NOW)).toEqual(seen);
    expect(paymentAsSeen(payment, new Date(EXPIRES_AT.getTime() - 1))).toEqual(seen);
    const { payUrl: _closed, ...rest } = seen;
    expect(paymentAsSeen(payment, EXPIRES_AT)).toEqual({ ...rest, status: 'expired' });
  });

  it.each<[PaymentStatus, PaymentViewStatus]>([
    ['creating', 'open'],
    ['open', 'open'],
    ['closed', 'closed'],
    ['expired', 'expired'],
    ['failed', 'failed'],
    ['settled', 'settled'],
    ['refunding', 'settled'],
    ['refunded', 'settled'],
  ])('§6.payment.read: one that is %s is %s to them', (status, seen) => {
    expect(paymentAsSeen(aPayment('pay_1', status), NOW)).toMatchObject({ status: seen });
  });
});
