import { witness } from '@demerit/platform';
import { COUNTERS, ORDERS, OrdersStore } from './orders/orders.store';
import type { CounterDocument, OrderDocument } from './orders/orders.types';
import { PAYMENTS, PaymentsStore } from './paying/payments.store';
import type { PaymentDocument } from './paying/payments.types';
import { booksOf, checkMoney } from './reconciliation/money-check';

/**
 * `money`: sums every order, payment and refund as they stand at one moment, prints each problem on a line and the sums on the last; changes
 * nothing.
 */
void witness('money', 'payments', async (connection, print) => {
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
    return checked.problems === 0;
  } finally {
    await session.endSession();
  }
});
