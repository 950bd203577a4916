import type { Payment, PaymentView } from '@demerit/contracts';
import {
  crashAt,
  demerit,
  eventually,
  finalAnswer,
  newCar,
  newDriver,
  newKey,
  newViolation,
  ok,
  orderBecomes,
  ready,
  replaced,
  settle,
  type Answer,
  type Car,
  type Citizen,
} from '../support';

jest.setTimeout(120_000);

/** Payments asks after 30 s. */
const ASKED_WITHIN_MS = 60_000;

let driver: Citizen;
let car: Car;
let orderId: string;
let first: Payment;

beforeAll(async () => {
  driver = await newDriver();
  car = await newCar(driver);
});
beforeEach(async () => {
  orderId = (await ok(driver.accept(await newViolation(car, { points: 0 })))).orderId ?? '';
  first = await ok(begin(newKey()));
});
afterAll(() => ready());

function begin(idempotencyKey: string): Promise<Answer<Payment>> {
  const path = `/v1/orders/${orderId}/payments`;
  return driver.api.post<Payment>(path, { provider: 'sandbox' }, { idempotencyKey });
}

/** Id and status of each payment, the newest first. */
async function payments(): Promise<string[][]> {
  const path = `/v1/orders/${orderId}/payments`;
  const { items } = await ok(driver.api.get<{ items: PaymentView[] }>(path));
  return items.map(({ paymentId, status }) => [paymentId, status]);
}

describe('given a payment, when payments is killed after the provider closed it and before that is written', () => {
  it('§6.payment.finished: then the next attempt begins another, which alone is open and is paid', async () => {
    const pid = await crashAt('payments', 'payment-close:after-provider');
    await ready();
    const key = newKey();
    const { status, body: second } = await finalAnswer(() => begin(key));
    await replaced('payments', pid);
    expect(status).toBe(201);
    expect(await payments()).toEqual([
      [second.paymentId, 'open'],
      [first.paymentId, 'closed'],
    ]);
    await ok(settle(second, { outcome: 'succeed' }));
    await orderBecomes(driver, orderId, 'paid');
    expect((await demerit(['money', 'check'])).status).toBe(0);
  });

  it('§6.payment.finished: then payments asks about it, and the order waits for another', async () => {
    const pid = await crashAt('payments', 'payment-close:after-provider');
    await ready();
    await driver.api.delete(`/v1/payments/${first.paymentId}`);
    await replaced('payments', pid);
    await ready();
    const isClosed = async () => (await payments())[0]?.[1] === 'closed';
    await eventually(isClosed, { withinMs: ASKED_WITHIN_MS });
    expect(await driver.order(orderId)).toMatchObject({ status: 'unpaid' });
  });
});
