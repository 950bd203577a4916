import { aPayment } from '../../test/given';
import { deskPayment } from './desk.view';

const NOW = new Date('2026-03-02T04:00:00.000Z');

describe('a payment at the desk', () => {
  it('§3.desk.case: names who began it and shows nobody else where to pay it', () => {
    const payment = { ...aPayment('pay_1', 'open'), payUrl: 'http://pay', payerAccountId: 'acc_1' };
    const shown = deskPayment(payment, NOW);
    expect(shown).toMatchObject({ paymentId: 'pay_1', payerAccountId: 'acc_1' });
    expect(shown).not.toHaveProperty('payUrl');
    expect(shown).not.toHaveProperty('settledAt');
    expect(shown).not.toHaveProperty('refundReason');
  });

  it('§3.desk.case: says when the money came, and why it goes back', () => {
    const received = { amountFen: 100, currency: 'CNY', settledAt: NOW };
    const refund = { reason: 'second_payment' as const, attempts: 0, nextAt: NOW };
    const shown = deskPayment({ ...aPayment('pay_1', 'refunding'), received, refund }, NOW);
    expect(shown).toMatchObject({
      status: 'settled',
      settledAt: '2026-03-02T12:00:00.000+08:00',
      refundReason: 'second_payment',
    });
    const { payerAccountId: _nobody, ...unknown } = aPayment('pay_1', 'settled');
    expect(deskPayment(unknown, NOW)).not.toHaveProperty('payerAccountId');
  });
});
