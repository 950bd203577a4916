import type { OrderDocument } from '../orders/orders.types';
import type { PaymentDocument } from '../paying/payments.types';

/** What the money check reads. */
export interface Books {
  orders: readonly OrderDocument[];
  payments: readonly PaymentDocument[];
}

export interface MoneySums {
  receivedFen: number;
  /** Counted as paid. */
  paidFen: number;
  /** Given back, or on its way back. */
  refundedFen: number;
}

export interface MoneyReport {
  sums: MoneySums;
  /** In words, each with the id of what it is about; none is how it must be. */
  problems: string[];
}

/**
 * Sums every order, payment and refund, and holds them against each other: money in = money counted as paid + money that goes back, each payment that
 * counts is the one its order names, and nothing else. rules.md §6.money.check. Other currencies come only to go back, and are not summed.
 */
export function checkMoney({ orders, payments }: Books): MoneyReport {
  const byId = new Map(payments.map((payment) => [payment._id, payment]));
  const byOrder = Map.groupBy(payments, ({ orderId }) => orderId ?? '');
  const sums = sumOf(payments);
  const balance = sums.receivedFen - sums.paidFen - sums.refundedFen;
  return {
    sums,
    problems: [
      ...(balance === 0 ? [] : [`all payments: ${balance} fen came in and are nowhere`]),
      ...payments.flatMap(problemsOfPayment),
      ...orders.flatMap((order) => problemsOfOrder(order, byId, byOrder.get(order._id) ?? [])),
      ...numberedTwice(orders),
    ],
  };
}

function sumOf(payments: readonly PaymentDocument[]): MoneySums {
  const inFen = payments.filter(({ received }) => received?.currency === 'CNY');
  const sum = (of: readonly PaymentDocument[]) =>
    of.reduce((fen, { received }) => fen + (received?.amountFen ?? 0), 0);
  return {
    receivedFen: sum(inFen),
    paidFen: sum(inFen.filter(({ status }) => status === 'settled')),
    refundedFen: sum(inFen.filter(isGivenBack)),
  };
}

function isGivenBack({ status }: PaymentDocument): boolean {
  return status === 'refunding' || status === 'refunded';
}

function problemsOfPayment(payment: PaymentDocument): string[] {
  const { _id, status, received, refund, amountFen, currency } = payment;
  const isMoney = status === 'settled' || isGivenBack(payment);
  if (isMoney !== Boolean(received)) {
    return [`payment ${_id}: ${status}, but money ${received ? 'came' : 'did not come'}`];
  }
  if (isGivenBack(payment) !== Boolean(refund)) {
    return [`payment ${_id}: ${status} ${refund ? 'with' : 'without'} a refund`];
  }
  const isRight = received?.amountFen === amountFen && received.currency === currency;
  if (status === 'settled' && !isRight) {
    return [`payment ${_id}: counts, though the amount that came is another one`];
  }
  return [];
}

function problemsOfOrder(
  { _id, status, facts, paid, closed }: OrderDocument,
  byId: ReadonlyMap<string, PaymentDocument>,
  its: readonly PaymentDocument[],
): string[] {
  const counting = its.filter((payment) => payment.status === 'settled');
  const isPaid = status === 'paid' || (status === 'refunded' && paid !== undefined);
  if (isPaid !== (paid !== undefined))
    return [`order ${_id}: ${status}, but its payment is missing`];
  if (!paid) return counting.map((one) => `order ${_id}: ${status}, but ${one._id} counts for it`);
  const payment = byId.get(paid.paymentId);
  if (payment?.orderId !== _id || payment.received?.amountFen !== paid.amountFen) {
    return [`order ${_id}: paid with ${paid.paymentId}, which says something else`];
  }
  const goesBack = closed?.because === 'revoked';
  const expected = goesBack ? 0 : 1;
  if (counting.length !== expected || isGivenBack(payment) !== goesBack) {
    return [`order ${_id}: ${status}, but ${counting.length} payments count for it`];
  }
  if (facts && (paid.amountFen < facts.fineFen || paid.amountFen > 11 * facts.fineFen)) {
    return [`order ${_id}: ${paid.amountFen} fen were paid for a fine of ${facts.fineFen}`];
  }
  return [];
}

function numberedTwice(orders: readonly OrderDocument[]): string[] {
  const numbers = orders.flatMap(({ paid }) => (paid ? [paid.receiptNumber] : []));
  const groups = Map.groupBy(numbers, (number) => number);
  return [...groups]
    .filter(([, { length }]) => length > 1)
    .map(([number]) => `receipt ${number}: given more than once`);
}
