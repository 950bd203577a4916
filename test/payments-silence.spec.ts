import type { Difference, Payment } from '@demerit/contracts';
import { shanghaiDay } from '@demerit/contracts';
import {
  demerit,
  eventually,
  kill,
  newCar,
  newDriver,
  newViolation,
  ok,
  orderBecomes,
  pidOf,
  ready,
  settle,
  staff,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(120_000);

/** Payments asks after 30 s. */
const ASKED_WITHIN_MS = 60_000;
const NEVER_MS = 80_000_000;

let driver: Citizen;
let car: Car;
let orderId: string;
let payment: Payment;

beforeAll(async () => {
  driver = await newDriver();
  car = await newCar(driver);
});

beforeEach(async () => {
  const handling = await ok(driver.accept(await newViolation(car, { points: 0 })));
  orderId = handling.orderId ?? '';
  const body = { provider: 'sandbox' };
  payment = await ok(driver.api.post<Payment>(`/v1/orders/${orderId}/payments`, body));
});

/** So that it does not ask by itself in the meantime. */
async function whilePaymentsSleeps<T>(work: () => Promise<T>): Promise<T> {
  const pid = pidOf('payments');
  process.kill(pid, 'SIGSTOP');
  try {
    return await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

it('§6.reconciliation.lost: given a payment whose webhook is lost, when the day is reconciled, then it is applied and the loss is shown', async () => {
  await ok(settle(payment, { outcome: 'succeed', delayMs: NEVER_MS }));
  const { status, text } = await whilePaymentsSleeps(() =>
    demerit(['money', 'reconcile', shanghaiDay(new Date())]),
  );
  expect(text).toMatch(/sandbox, [\d-]{10}: \d+ payments compared/);
  expect(status).toBe(0);
  await ready();
  await orderBecomes(driver, orderId, 'paid');
  const officer = await staff('officer');
  const path = '/v1/review/reconciliation?limit=100&status=done';
  const { items } = await ok(officer.get<{ items: Difference[] }>(path));
  expect(items).toContainEqual(
    expect.objectContaining({
      kind: 'missed_notification',
      paymentId: payment.paymentId,
    }) as object,
  );
});

it('§6.provider.asked: given a payment whose webhook does not come, then the provider is asked about it and the order is paid', async () => {
  await ok(settle(payment, { outcome: 'succeed', delayMs: NEVER_MS }));
  await eventually(async () => (await driver.order(orderId)).status === 'paid', {
    withinMs: ASKED_WITHIN_MS,
  });
});

it('§6.provider.repeats: given a provider that is killed when it has stored the outcome, then its webhook comes after its restart', async () => {
  await ok(settle(payment, { outcome: 'succeed', delayMs: 1_000 }));
  kill('payment-sandbox');
  await ready();
  await orderBecomes(driver, orderId, 'paid');
});

it('given all of it, then the money check is clean', async () => {
  const { status, text } = await demerit(['money', 'check']);
  expect(text).toMatch(/Money check: \d+ orders, \d+ payments; .* 0 problems/);
  expect(status).toBe(0);
});
