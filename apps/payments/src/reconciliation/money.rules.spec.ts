import { anOrder, aPayment, NOW, settlementOf } from '../../test/given';
import { pay, revoke } from '../orders/orders.rules';
import type { OrderDocument } from '../orders/orders.types';
import { receivedOf, unknownPayment } from '../paying/settlement.rules';
import type { PaymentDocument } from '../paying/payments.types';
import { checkMoney as checkBooks } from './money-check';

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
function soundBooks(): { orders: OrderDocument[]; payments: PaymentDocument[] } {
  return structuredClone({
    orders: [pay(anOrder(), PAID), anOrder({ _id: 'ord_2' })],
    payments: [
      { ...aPayment('pay_1', 'settled'), received },
      { ...aPayment('pay_2', 'refunding'), received, refund },
      aPayment('pay_3', 'failed'),
    ],
  });
}

type InMemory = ReturnType<typeof soundBooks>;

/** Read as from the database: orders by id, payments by the id of their order. */
async function checkMoney({ orders, payments }: InMemory) {
  const problems: string[] = [];
  const numbers = orders.flatMap(({ paid }) => (paid ? [paid.receiptNumber] : []));
  const { sums } = await checkBooks(
    {
      orders: each(orders.toSorted((one, other) => compare(one._id, other._id))),
      payments: each(payments.toSorted((one, other) => compare(one.orderId, other.orderId))),
      receiptNumbers: each(numbers.toSorted()),
    },
    (problem) => problems.push(problem),
  );
  return { sums, problems };
}

function compare(one = '', other = ''): number {
  return one < other ? -1 : Number(one > other);
}

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

async function problemsOf(change: (books: InMemory) => void): Promise<string[]> {
  const books = soundBooks();
  change(books);
  return (await checkMoney(books)).problems;
}

describe('The money check (rules.md §6)', () => {
  it('§6.money.check: sums every order, payment and refund', async () => {
    expect(await checkMoney(soundBooks())).toEqual({
      sums: { receivedFen: 40_000, paidFen: 20_000, refundedFen: 20_000 },
      problems: [],
    });
  });

  it('finds nothing wrong where a paid order was revoked, before and after the money is back', async () => {
    for (const status of ['refunding', 'refunded'] as const) {
      const revoked = revoke(pay(anOrder(), PAID), '2026-03-02');
      const order = status === 'refunded' ? { ...revoked, status } : revoked;
      const payment = { ...aPayment('pay_1', status), received, refund };
      expect((await checkMoney({ orders: [order], payments: [payment] })).problems).toEqual([]);
    }
  });

  it('finds nothing wrong where money for a revoked order came late and went back', async () => {
    const order = { ...revoke(anOrder(), '2026-03-02'), status: 'refunded' as const };
    const payment = { ...aPayment('pay_1', 'refunded'), received, refund };
    expect((await checkMoney({ orders: [order], payments: [payment] })).problems).toEqual([]);
  });

  it('finds nothing wrong where the surcharge has grown to ten times the fine, the most a policy allows', async () => {
    const amountFen = 22_000;
    const fined = anOrder({ facts: { ...anOrder().facts, fineFen: 2_000 } });
    const payment = { ...aPayment('pay_1', 'settled'), amountFen };
    const books = {
      orders: [pay(fined, { ...PAID, amountFen })],
      payments: [{ ...payment, received: { ...received, amountFen } }],
    };
    expect((await checkMoney(books)).problems).toEqual([]);
  });

  it('finds nothing wrong where money for a payment that nobody began goes back', async () => {
    const { orders, payments } = soundBooks();
    payments.push(unknownPayment(settlementOf('pay_9', { amountFen: 5 }), NOW));
    expect(await checkMoney({ orders, payments })).toEqual({
      sums: { receivedFen: 40_005, paidFen: 20_000, refundedFen: 20_005 },
      problems: [],
    });
  });

  it('sums no other currency: it only came to go back', async () => {
    const { payments, orders } = soundBooks();
    payments[1]!.received = { ...received, currency: 'USD' };
    expect(await checkMoney({ orders, payments })).toEqual({
      sums: { receivedFen: 20_000, paidFen: 20_000, refundedFen: 0 },
      problems: [],
    });
  });

  it.each<[string, (books: InMemory) => unknown, string[]]>([
    [
      'an order paid without a payment',
      ({ payments }) => payments.shift(),
      ['order ord_1: paid with pay_1, which says something else'],
    ],
    [
      'an order whose payment is another’s',
      ({ payments }) => (payments[0]!.orderId = 'ord_2'),
      ['order ord_1: paid with pay_1, which says', 'order ord_2: unpaid, but pay_1 counts'],
    ],
    [
      'an order paid with another sum than came',
      ({ payments }) => {
        payments[0]!.amountFen = 21_000;
        payments[0]!.received = { ...received, amountFen: 21_000 };
      },
      ['order ord_1: paid with pay_1, which says'],
    ],
    [
      'a payment that counts for an unpaid order',
      ({ orders }) => (orders[0] = anOrder()),
      ['order ord_1: unpaid, but pay_1 counts for it'],
    ],
    [
      'a payment that counts with nothing received',
      ({ payments }) => delete payments[0]!.received,
      ['payment pay_1: settled, but money did not come', 'order ord_1: paid with pay_1'],
    ],
    [
      'a payment that counts with the wrong sum',
      ({ payments }) => (payments[0]!.amountFen = 1),
      ['payment pay_1: counts, though the amount'],
    ],
    [
      'a payment that counts in another currency',
      ({ payments }) => (payments[0]!.currency = 'USD'),
      ['payment pay_1: counts, though the amount'],
    ],
    [
      'money of a payment that failed',
      ({ payments }) => (payments[2]!.received = received),
      ['payment pay_3: failed, but money came', '20000 fen came in and are nowhere'],
    ],
    [
      'a payment that counts for an order that is not there',
      ({ payments }) =>
        payments.push({ ...aPayment('pay_4', 'settled'), orderId: 'ord_0', received }),
      ['payment pay_4: counts, though its order is not there'],
    ],
    [
      'a payment that counts for no order at all',
      ({ payments }) => {
        const { orderId: _none, ...payment } = aPayment('pay_4', 'settled');
        payments.push({ ...payment, received });
      },
      ['payment pay_4: counts, though its order is not there'],
    ],
    [
      'a payment that counts for an order behind all that are there',
      ({ payments }) =>
        payments.push({ ...aPayment('pay_4', 'settled'), orderId: 'ord_9', received }),
      ['payment pay_4: counts, though its order is not there'],
    ],
    [
      'money that goes back without a refund',
      ({ payments }) => delete payments[1]!.refund,
      ['payment pay_2: refunding without a refund'],
    ],
    [
      'two payments that count',
      ({ payments }) => (payments[1] = { ...aPayment('pay_2', 'settled'), received }),
      ['order ord_1: paid, but 2 payments count for it'],
    ],
    [
      'an order paid for more than its fine can become',
      ({ orders: [order] }) => (order!.facts!.fineFen = 1_818),
      ['order ord_1: 20000 fen were paid for a fine of 1818'],
    ],
    [
      'an order paid for less than its fine',
      ({ orders: [order] }) => (order!.facts!.fineFen = 20_001),
      ['order ord_1: 20000 fen were paid for a fine of 20001'],
    ],
    [
      'an order that is paid and whose money went back',
      ({ payments }) => (payments[0] = { ...aPayment('pay_1', 'refunded'), received, refund }),
      ['order ord_1: paid, but 0 payments count for it'],
    ],
    [
      'an order whose money went back while another payment counts for it',
      ({ payments }) => {
        payments[0] = { ...aPayment('pay_1', 'refunded'), received, refund };
        payments[1] = { ...aPayment('pay_2', 'settled'), received };
      },
      ['order ord_1: paid, but 1 payments count for it'],
    ],
    [
      'a revoked order whose money did not go back',
      ({ orders }) => (orders[0] = revoke(orders[0]!, '2026-03-02')),
      ['order ord_1: paid, but 1 payments count for it'],
    ],
    [
      'a receipt number given twice',
      ({ orders, payments }) => {
        orders[1] = pay(anOrder({ _id: 'ord_2' }), { ...PAID, paymentId: 'pay_4' });
        payments.push({ ...aPayment('pay_4', 'settled'), orderId: 'ord_2', received });
      },
      ['receipt R2026-00000001: given more than once'],
    ],
    [
      'an order said to be paid without saying by what',
      ({ orders }) => (orders[1] = { ...orders[1]!, status: 'paid' }),
      ['order ord_2: paid, but its payment is missing'],
    ],
    [
      'an order that names its payment and is not paid',
      ({ orders }) => (orders[0] = { ...orders[0]!, status: 'unpaid' }),
      ['order ord_1: unpaid, but its payment is missing'],
    ],
  ])('finds %s', async (_what, spoil, found) => {
    const problems = await problemsOf((books) => void spoil(books));
    expect(problems).toHaveLength(found.length);
    found.forEach((problem, place) => expect(problems[place]).toContain(problem));
  });

  it('has one order at a time in hand, however many there are', async () => {
    let asked = 0;
    let checked = 0;
    let most = 0;
    async function* orders() {
      for (; asked < 1_000; asked += 1) {
        most = Math.max(most, asked - checked);
        yield anOrder({ _id: `ord_${String(asked).padStart(4, '0')}`, status: 'paid' });
      }
    }
    const books = { orders: orders(), payments: each([]), receiptNumbers: each([]) };
    const { problems } = await checkBooks(books, () => (checked += 1));
    expect(problems).toBe(1_000);
    expect(most).toBe(0);
  });
});
