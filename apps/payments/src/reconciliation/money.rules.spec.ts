import { anOrder, aPayment, NOW, settlementOf } from '../given';
import { pay, revoke, type OrderRecord } from '../orders.rules';
import { receivedOf, type PaymentRecord } from '../settlement.rules';
import { checkMoney } from './money.rules';

const received = receivedOf(settlementOf('pay_1'));
const PAID = {
  paymentId: 'pay_1',
  payerAccountId: 'acc_1',
  receiptNumber: 'R2026-00000001',
  amountFen: 20_000,
  at: NOW,
};
const refund = { reason: 'second_payment' as const, attempts: 0, nextAt: NOW };

/** One order, paid, and a second payment of it that goes back. */
function soundBooks(): { orders: OrderRecord[]; payments: PaymentRecord[] } {
  return {
    orders: [pay(anOrder(), PAID), anOrder({ _id: 'ord_2' })],
    payments: [
      { ...aPayment('pay_1', 'settled'), received },
      { ...aPayment('pay_2', 'refunding'), received, refund },
      aPayment('pay_3', 'failed'),
    ],
  };
}

function problemsOf(change: (books: ReturnType<typeof soundBooks>) => void): string[] {
  const books = soundBooks();
  change(books);
  return checkMoney(books).problems;
}

describe('The money check (rules.md §6)', () => {
  it('sums every order, payment and refund', () => {
    expect(checkMoney(soundBooks())).toEqual({
      sums: { receivedFen: 40_000, paidFen: 20_000, refundedFen: 20_000 },
      problems: [],
    });
  });

  it('finds nothing wrong where a paid order was revoked, before and after the money is back', () => {
    for (const status of ['refunding', 'refunded'] as const) {
      const revoked = revoke(pay(anOrder(), PAID), '2026-03-02');
      const order = status === 'refunded' ? { ...revoked, status } : revoked;
      const payment = { ...aPayment('pay_1', status), received, refund };
      expect(checkMoney({ orders: [order], payments: [payment] }).problems).toEqual([]);
    }
  });

  it.each<[string, (books: ReturnType<typeof soundBooks>) => unknown]>([
    ['an order paid without a payment', ({ payments }) => payments.shift()],
    ['an order whose payment is another’s', ({ payments }) => (payments[0]!.orderId = 'ord_2')],
    ['a payment that counts for an unpaid order', ({ orders }) => (orders[0] = anOrder())],
    ['a payment that counts with nothing received', ({ payments }) => delete payments[0]!.received],
    ['a payment that counts with the wrong sum', ({ payments }) => (payments[0]!.amountFen = 1)],
    ['money of a payment that failed', ({ payments }) => (payments[2]!.received = received)],
    ['money that goes back without a refund', ({ payments }) => delete payments[1]!.refund],
    [
      'two payments that count',
      ({ payments }) => {
        payments[1] = { ...aPayment('pay_2', 'settled'), received };
      },
    ],
    [
      'an order paid for more than its fine can become',
      ({ orders, payments }) => {
        orders[0]!.facts!.fineFen = 1_000;
        payments[0]!.amountFen = 20_000;
      },
    ],
    [
      'an order that is paid and whose money went back',
      ({ payments }) => {
        payments[0] = { ...aPayment('pay_1', 'refunded'), received, refund };
      },
    ],
    [
      'a revoked order whose money did not go back',
      ({ orders }) => {
        orders[0] = revoke(orders[0]!, '2026-03-02');
      },
    ],
    [
      'a receipt number given twice',
      ({ orders, payments }) => {
        orders[1] = pay(anOrder({ _id: 'ord_2' }), { ...PAID, paymentId: 'pay_4' });
        payments.push({ ...aPayment('pay_4', 'settled'), orderId: 'ord_2', received });
      },
    ],
    [
      'an order said to be paid without saying by what',
      ({ orders }) => {
        orders[1] = { ...orders[1]!, status: 'paid' };
      },
    ],
  ])('finds %s', (_what, spoil) => {
    expect(problemsOf((books) => void spoil(books))).not.toEqual([]);
  });
});
