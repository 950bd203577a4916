import type { OrdersStore } from '../orders/orders.store';
import type { OrderDocument } from '../orders/orders.types';
import type { PaymentsStore } from '../paying/payments.store';
import type { PaymentDocument } from '../paying/payments.types';
import type { ClientSession } from 'mongoose';
import {
  addSums,
  checkBalance,
  checkCase,
  checkNumber,
  NO_MONEY,
  type MoneyCase,
  type MoneySums,
} from './money.rules';

/** All orders by id, all payments by the id of their order, and all receipt numbers in their order; as of one moment. */
export interface Books {
  orders: AsyncIterable<OrderDocument>;
  payments: AsyncIterable<PaymentDocument>;
  receiptNumbers: AsyncIterable<string>;
}

export interface MoneyCheck {
  sums: MoneySums;
  orders: number;
  payments: number;
  problems: number;
}

/** A session of the kind `snapshot` reads all of it as of one moment, for as long as the database keeps one (five minutes by default). */
export function booksOf(
  orders: OrdersStore,
  payments: PaymentsStore,
  session: ClientSession,
): Books {
  return {
    orders: orders.all(session),
    payments: payments.byOrder(session),
    receiptNumbers: orders.receiptNumbers(session),
  };
}

/** Reads the books once, an order at a time, and reports each problem as it is found. */
export async function checkMoney(
  { orders, payments, receiptNumbers }: Books,
  tell: (problem: string) => void,
): Promise<MoneyCheck> {
  const check: MoneyCheck = { sums: NO_MONEY, orders: 0, payments: 0, problems: 0 };
  const found = (problems: string[]) => {
    check.problems += problems.length;
    for (const problem of problems) tell(problem);
  };
  for await (const money of casesOf(orders, payments)) {
    const { sums, problems } = checkCase(money);
    check.sums = addSums(check.sums, sums);
    check.orders += money.order ? 1 : 0;
    check.payments += money.payments.length;
    found(problems);
  }
  let before: string | undefined;
  for await (const number of receiptNumbers) {
    found(checkNumber(number, before));
    before = number;
  }
  found(checkBalance(check.sums));
  return check;
}

/** Each order with its payments, and each payment whose order is not there by itself. */
async function* casesOf(
  orders: AsyncIterable<OrderDocument>,
  payments: AsyncIterable<PaymentDocument>,
): AsyncGenerator<MoneyCase> {
  const coming = payments[Symbol.asyncIterator]();
  let next = await coming.next();
  for await (const order of orders) {
    while (!next.done && (next.value.orderId ?? '') < order._id) {
      yield { payments: [next.value] };
      next = await coming.next();
    }
    const its: PaymentDocument[] = [];
    while (!next.done && next.value.orderId === order._id) {
      its.push(next.value);
      next = await coming.next();
    }
    yield { order, payments: its };
  }
  while (!next.done) {
    yield { payments: [next.value] };
    next = await coming.next();
  }
}
