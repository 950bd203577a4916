import mongoose, { type Connection } from 'mongoose';
import { COUNTERS, ORDERS, OrdersStore } from './orders/orders.store';
import type { CounterDocument, OrderDocument } from './orders/orders.types';
import { PAYMENTS, PaymentsStore } from './paying/payments.store';
import type { PaymentDocument } from './paying/payments.types';
import { booksOf, checkMoney } from './reconciliation/money-check';

/**
 * `money`: sums every order, payment and refund as they stand at one moment, prints each problem on a line and the sums on the last. Reads `MONGODB_URL`
 * and `DATABASE_PREFIX` as the service does; changes nothing, and runs whether the service does or not. Exit code 0: clean; 1: not; 2: it could not be
 * checked.
 */
async function main(): Promise<number> {
  const url = process.env['MONGODB_URL'] ?? 'mongodb://127.0.0.1:27017/?directConnection=true';
  const dbName = `${process.env['DATABASE_PREFIX'] ?? 'demerit'}_payments`;
  const connection = await mongoose
    .createConnection(url, { dbName, autoIndex: false, autoCreate: false })
    .asPromise();
  try {
    return await check(connection);
  } finally {
    await connection.close();
  }
}

async function check(connection: Connection): Promise<number> {
  const orders = new OrdersStore(
    connection.model<OrderDocument>(ORDERS.name, ORDERS.schema),
    connection.model<CounterDocument>(COUNTERS.name, COUNTERS.schema),
  );
  const payments = new PaymentsStore(
    connection.model<PaymentDocument>(PAYMENTS.name, PAYMENTS.schema),
  );
  const session = await connection.startSession({ snapshot: true });
  try {
    const checked = await checkMoney(booksOf(orders, payments, session), print);
    const { receivedFen, paidFen, refundedFen } = checked.sums;
    const counted = `${checked.orders} orders, ${checked.payments} payments`;
    const reckoned = `${receivedFen} fen in = ${paidFen} paid + ${refundedFen} given back`;
    print(`Money check: ${counted}; ${reckoned}; ${checked.problems} problems`);
    return checked.problems === 0 ? 0 : 1;
  } finally {
    await session.endSession();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`money: ${String(error)}\n`);
    process.exitCode = 2;
  },
);
