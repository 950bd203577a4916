import type { OrderDocument } from '../orders/orders.types';
import type { PaymentDocument } from '../paying/payments.types';

/** An order with all payments of it; without an order, payments that belong to none. */
export interface MoneyCase {
  order?: OrderDocument;
  payments: readonly PaymentDocument[];
}

export interface MoneySums {
  receivedFen: number;
  /** Counted as paid. */
  paidFen: number;
  /** Given back, or on its way back. */
  refundedFen: number;
}

export const NO_MONEY: MoneySums = { receivedFen: 0, paidFen: 0, refundedFen: 0 };

export interface MoneyReport {
  sums: MoneySums;
  /** In words, each with the id of what it is about; none is how it must be. */
  problems: string[];
}

/**
 * Holds an order and its payments against each other: each payment that counts is the one its order names, and nothing else; and sums them.
 * rules.md §6.money.check. Other currencies come only to go back, and are not summed.
 */
export function checkCase({ order, payments }: MoneyCase): MoneyReport {
  const ofOrder = order ? problemsOfOrder(order, payments) : problemsWithoutOrder(payments);
  return {
    sums: sumOf(payments),
    problems: [...payments.flatMap(problemsOfPayment), ...ofOrder],
  };
}

export function addSums(one: MoneySums, other: MoneySums): MoneySums {
  return {
    receivedFen: one.receivedFen + other.receivedFen,
    paidFen: one.paidFen + other.paidFen,
    refundedFen: one.refundedFen + other.refundedFen,
  };
}

/** Money in = money counted as paid + money that goes back. */
export function checkBalance({ receivedFen, paidFen, refundedFen }: MoneySums): string[] {
  const balance = receivedFen - paidFen - refundedFen;
  return balance === 0 ? [] : [`all payments: ${balance} fen came in and are nowhere`];
}

/** Of receipt numbers in their order: those that follow themselves. */
export function checkNumber(number: string, before: string | undefined): string[] {
  return number === before ? [`receipt ${number}: given more than once`] : [];
}

function sumOf(payments: readonly PaymentDocument[]): MoneySums {
  const inFen = payments.flatMap(({ status, received }) =>
    received?.currency === 'CNY' ? [{ status, amountFen: received.amountFen }] : [],
  );
  const sum = (of: typeof inFen) => of.reduce((fen, { amountFen }) => fen + amountFen, 0);
  return {
    receivedFen: sum(inFen),
    paidFen: sum(inFen.filter(({ status }) => status === 'settled')),
    refundedFen: sum(inFen.filter(isGivenBack)),
  };
}

function isGivenBack({ status }: Pick<PaymentDocument, 'status'>): boolean {
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
  its: readonly PaymentDocument[],
): string[] {
  const counting = its.filter((payment) => payment.status === 'settled');
  const isPaid = status === 'paid' || (status === 'refunded' && paid !== undefined);
  if (isPaid !== (paid !== undefined))
    return [`order ${_id}: ${status}, but its payment is missing`];
  if (!paid) return counting.map((one) => `order ${_id}: ${status}, but ${one._id} counts for it`);
  const payment = its.find((one) => one._id === paid.paymentId);
  if (payment?.received?.amountFen !== paid.amountFen) {
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

function problemsWithoutOrder(payments: readonly PaymentDocument[]): string[] {
  const counting = payments.filter(({ status }) => status === 'settled');
  return counting.map(({ _id }) => `payment ${_id}: counts, though its order is not there`);
}
