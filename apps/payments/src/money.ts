import mongoose, { type Connection } from 'mongoose';
import type { OrderDocument } from './orders/orders.types';
import { checkMoney, type Books } from './reconciliation/money.rules';
import type { PaymentDocument } from './paying/payments.types';

/**
 * `money`: sums every order, payment and refund as they stand at one moment, prints each problem on a line and the sums on the last. Reads `MONGODB_URL`
 * and `DATABASE_PREFIX` as the service does; changes nothing, and may run while everything works. Exit code 0: clean; 1: not; 2: it could not be checked.
 */
async function main(): Promise<number> {
  const url = process.env['MONGODB_URL'] ?? 'mongodb://127.0.0.1:27017/?directConnection=true';
  const dbName = `${process.env['DATABASE_PREFIX'] ?? 'demerit'}_payments`;
  const connection = await mongoose
    .createConnection(url, { dbName, autoIndex: false, autoCreate: false })
    .asPromise();
  try {
    const books = await booksOf(connection);
    const { sums, problems } = checkMoney(books);
    for (const problem of problems) print(problem);
    const counted = `${books.orders.length} orders, ${books.payments.length} payments`;
    const { receivedFen, paidFen, refundedFen } = sums;
    const reckoned = `${receivedFen} fen in = ${paidFen} paid + ${refundedFen} given back`;
    print(`Money check: ${counted}; ${reckoned}; ${problems.length} problems`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await connection.close();
  }
}

/** In one transaction, so that both are of the same moment. */
async function booksOf(connection: Connection): Promise<Books> {
  const session = await connection.startSession();
  session.startTransaction({ readConcern: { level: 'snapshot' } });
  try {
    const orders = connection.collection<OrderDocument>('orders').find({}, { session });
    const payments = connection.collection<PaymentDocument>('payments').find({}, { session });
    return { orders: await orders.toArray(), payments: await payments.toArray() };
  } finally {
    await session.abortTransaction();
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
