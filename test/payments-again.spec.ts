import type { Handling, Order, Payment, PaymentView } from '@demerit/contracts';
import {
  demerit,
  kindsOf,
  newCar,
  newCitizen,
  newDriver,
  newViolation,
  ok,
  orderBecomes,
  refused,
  settle,
  type Answer,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(90_000);

/** The provider says nothing by itself while the test lasts. */
const NEVER_MS = 80_000_000;

let driver: Citizen;
let friend: Citizen;
let car: Car;
let handling: Handling;
let orderId: string;

beforeAll(async () => {
  driver = await newDriver();
  friend = await newCitizen();
  car = await newCar(driver);
});

/** An order of its own for each test. */
beforeEach(async () => {
  handling = await ok(driver.accept(await newViolation(car, { points: 0 })));
  orderId = handling.orderId ?? '';
});

function begin(payer = driver): Promise<Answer<Payment>> {
  return payer.api.post<Payment>(`/v1/orders/${orderId}/payments`, { provider: 'sandbox' });
}

function read(payer: Citizen, { paymentId }: Payment): Promise<PaymentView> {
  return ok(payer.api.get<PaymentView>(`/v1/payments/${paymentId}`));
}

async function paymentsOf(payer: Citizen): Promise<PaymentView[]> {
  const path = `/v1/orders/${orderId}/payments?limit=100`;
  return (await ok(payer.api.get<{ items: PaymentView[] }>(path))).items;
}

function cancel(payer: Citizen, { paymentId }: Payment): Promise<Answer<unknown>> {
  return payer.api.delete(`/v1/payments/${paymentId}`);
}

describe('given a payment that was begun and not paid', () => {
  it('§6.payment.read §6.payment.cancel: then who began it reads and cancels it, nobody can pay it any more, and the acceptance may be withdrawn', async () => {
    const { payUrl, ...payment } = await ok(begin());
    const whole = { ...payment, payUrl };
    const html = 'text/html; charset=utf-8';
    for (const [url = '', status, type] of [
      [payUrl, 200, html],
      [`${payUrl}x`, 404, html],
      [`${payUrl}%zz`, 404, html],
      [`${payUrl}${'x'.repeat(500)}`, 404, html],
      [`${payUrl}/none`, 404, 'application/json; charset=utf-8'],
    ] as const) {
      const { status: answered, headers } = await fetch(url);
      expect([url, answered, headers.get('content-type')]).toEqual([url, status, type]);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect(await read(driver, whole)).toEqual({ ...whole, status: 'open' });
    expect(await paymentsOf(driver)).toEqual([{ ...whole, status: 'open' }]);
    expect(await paymentsOf(friend)).toEqual([]);
    const path = `/v1/payments/${payment.paymentId}`;
    await refused(friend.api.get(path), 404, 'PAYMENT_NOT_FOUND');
    await refused(friend.api.delete(path), 404, 'PAYMENT_NOT_FOUND');
    await refused(driver.api.get('/v1/orders/none/payments'), 404, 'ORDER_NOT_FOUND');

    const withdraw = () => driver.api.delete(`/v1/handlings/${handling.handlingId}`);
    await refused(withdraw(), 409, 'WITHDRAWAL_NOT_POSSIBLE');
    expect((await cancel(driver, whole)).status).toBe(204);
    expect((await cancel(driver, whole)).status).toBe(204);
    expect(await read(driver, whole)).toEqual({ ...payment, status: 'closed' });
    await refused(settle(payment, { outcome: 'succeed' }), 409, 'PAYMENT_OUTCOME_SET');
    expect(await driver.order(orderId)).toMatchObject({ status: 'unpaid' });
    expect((await withdraw()).status).toBe(204);
  });

  it('§6.payment.another: then the owner of the order begins another and the first is closed, and anybody else waits', async () => {
    const first = await ok(begin(friend));
    const waits = await refused(begin(friend), 409, 'ORDER_NOT_PAYABLE');
    expect(waits.availableFrom).toBe(first.expiresAt);
    const second = await ok(begin());
    expect(second.paymentId).not.toBe(first.paymentId);
    expect(await read(friend, first)).toMatchObject({ status: 'closed' });
    await refused(settle(first, { outcome: 'succeed' }), 409, 'PAYMENT_OUTCOME_SET');
    const later = await refused(begin(friend), 409, 'ORDER_NOT_PAYABLE');
    expect(later.availableFrom).toBe(second.expiresAt);

    await ok(settle(second, { outcome: 'succeed' }));
    await orderBecomes(driver, orderId, 'paid');
    expect(await read(driver, second)).toMatchObject({ status: 'settled' });
    await refused(cancel(driver, second), 409, 'PAYMENT_SETTLED');
  });
});

describe('given a payment that the provider has settled without saying so yet', () => {
  it('§6.payment.settled: then it can no more be cancelled, and its order is paid', async () => {
    const payment = await ok(begin());
    await ok(settle(payment, { outcome: 'succeed', delayMs: NEVER_MS }));
    await refused(cancel(driver, payment), 409, 'PAYMENT_SETTLED');
    expect(await driver.order(orderId)).toMatchObject({ status: 'paid' });
  });

  it('§6.payment.settled: then the owner begins no other, and its order is paid', async () => {
    const payment = await ok(begin(friend));
    await ok(settle(payment, { outcome: 'succeed', delayMs: NEVER_MS }));
    await refused(begin(), 409, 'PAYMENT_SETTLED');
    expect(await driver.order(orderId)).toMatchObject({ status: 'paid' });
    await refused(begin(), 409, 'ORDER_NOT_PAYABLE');
  });

  it('and that failed, then another one begins', async () => {
    const payment = await ok(begin());
    await ok(settle(payment, { outcome: 'fail', delayMs: NEVER_MS }));
    await ok(begin());
    expect(await read(driver, payment)).toMatchObject({ status: 'failed' });
  });
});

it('§6.payment.last: given an order, when its owner begins ten payments at once, then exactly one stays open, it alone can be paid, and every fen is accounted for', async () => {
  const responses = await Promise.all(Array.from({ length: 10 }, () => begin()));
  expect(kindsOf(responses)).toEqual({ '201': 10 });
  const payments = await paymentsOf(driver);
  const statuses = payments.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array.from({ length: 9 }, () => 'closed'), 'open']);
  const paid = await Promise.all(payments.map((one) => settle(one, { outcome: 'succeed' })));
  expect(kindsOf(paid)).toEqual({ '202': 1, '409 PAYMENT_OUTCOME_SET': 9 });
  await orderBecomes(driver, orderId, 'paid');
  const { status, text } = await demerit(['money', 'check']);
  expect(text).toContain('0 problems');
  expect(status).toBe(0);
});

it('§6.order.names: given a fine, then its order names decision and plate', async () => {
  const { plateNumber } = car;
  const { decisionNumber } = handling.decision;
  const names = { decisionNumber, plateNumber };
  expect(await driver.order(orderId)).toMatchObject(names);
  const { items } = await ok(driver.api.get<{ items: Order[] }>('/v1/orders?limit=100'));
  expect(items.find((order) => order.orderId === orderId)).toMatchObject(names);
  expect(items.every((order) => !('vehicleId' in order))).toBe(true);
});
