import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Payment } from '@demerit/contracts';
import {
  api,
  kindsOf,
  newCar,
  newDriver,
  newViolation,
  noticeOf,
  ok,
  orderBecomes,
  proofOf,
  WEBHOOKS,
  type Citizen,
} from '../support';

jest.setTimeout(90_000);

let driver: Citizen;
let orderId: string;
let payment: Payment;

beforeAll(async () => {
  driver = await newDriver();
  const handling = await ok(driver.accept(await newViolation(await newCar(driver), { points: 0 })));
  orderId = handling.orderId ?? '';
  const path = `/v1/orders/${orderId}/payments`;
  payment = await ok(driver.api.post<Payment>(path, { provider: 'sandbox' }));
});

it('given a burst of 500, when all come at once, then each is answered within a second, and the payment among them counts', async () => {
  const body = noticeOf(payment);
  let slowestMs = Number.POSITIVE_INFINITY;
  // Neither how cold the programs are nor what others do on this machine is measured: the best of five bursts.
  for (let burst = 0; burst < 5 && slowestMs >= 1_000; burst += 1) {
    // What came with the burst before is applied by then; this one is measured by itself.
    if (burst > 0) await sleep(3_000);
    // Signed before, so that the sender's own work is not measured.
    const others = Array.from({ length: 499 }, () =>
      noticeOf({ paymentId: `pay_${randomUUID()}`, amountFen: 1 }, { status: 'failed' }),
    );
    const notices = [...others, body].map((notice) => ({
      sent: JSON.parse(notice) as unknown,
      headers: proofOf(notice),
    }));
    const gateway = api();
    const took: number[] = [];
    const responses = await Promise.all(
      notices.map(async ({ sent, headers }) => {
        const since = performance.now();
        const answer = await gateway.call('POST', WEBHOOKS, sent, { headers });
        took.push(performance.now() - since);
        return answer;
      }),
    );
    expect(kindsOf(responses)).toEqual({ '200': 500 });
    slowestMs = Math.min(slowestMs, Math.max(...took));
  }
  expect(slowestMs).toBeLessThan(1_000);
  await orderBecomes(driver, orderId, 'paid');
});
