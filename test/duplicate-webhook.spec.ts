import type { Handling, Payment, Receipt } from '@demerit/contracts';
import {
  api,
  booksAreRight,
  closed,
  entries,
  kindsOf,
  newCar,
  newCitizen,
  newDriver,
  newViolation,
  notified,
  ok,
  orderBecomes,
  refused,
  notify,
  settle,
  noticeOf,
  WEBHOOKS,
  type Answer,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

let driver: Citizen;
let car: Car;
let handling: Handling;
let orderId: string;

beforeAll(async () => {
  driver = await newDriver();
  car = await newCar(driver);
});

/** An acceptance of its own for each test. */
beforeEach(async () => {
  handling = await ok(driver.accept(await newViolation(car, { points: 1 })));
  orderId = handling.orderId ?? '';
});

function begin(payer = driver): Promise<Answer<Payment>> {
  return payer.api.post<Payment>(`/v1/orders/${orderId}/payments`, { provider: 'sandbox' });
}

async function paidWith(payment: Payment): Promise<Receipt> {
  await orderBecomes(driver, orderId, 'paid');
  await closed(driver, handling.handlingId);
  const path = `/v1/orders/${orderId}/receipt`;
  const receipt = await ok(
    driver.api.get<Receipt>(path, { headers: { accept: 'application/json' } }),
  );
  expect(receipt.paidFen).toBe(payment.amountFen);
  return receipt;
}

async function recordedOnce(): Promise<void> {
  const its = await entries(driver, handling.handlingId);
  expect(its.map(({ type }) => type)).toEqual(['record', 'reserve']);
  const { timeline } = await driver.handling(handling.handlingId);
  expect(timeline.filter(({ what }) => what === 'paid')).toHaveLength(1);
  await booksAreRight();
}

it('§6.webhook.once: given a paid fine, when the same webhook comes many times, then the points are recorded once', async () => {
  const payment = await ok(begin());
  await ok(settle(payment, { outcome: 'succeed', copies: 5 }));
  const copies = await Promise.all(Array.from({ length: 5 }, () => notify(noticeOf(payment))));
  expect(kindsOf(copies)).toEqual({ '200': 5 });
  const receipt = await paidWith(payment);

  const late = await Promise.all(Array.from({ length: 3 }, () => notify(noticeOf(payment))));
  expect(kindsOf(late)).toEqual({ '200': 3 });
  // The same outcome again is nothing new, another one is refused.
  await ok(settle(payment, { outcome: 'succeed', copies: 5 }));
  const fail = api().post(`/v1/sandbox/payments/${payment.paymentId}/outcome`, { outcome: 'fail' });
  await refused(fail, 409, 'PAYMENT_OUTCOME_SET');
  expect((await paidWith(payment)).receiptNumber).toBe(receipt.receiptNumber);
  await recordedOnce();
});

it('§6.provider.lies: given an open payment, when the provider lies about the amount, then the money goes back and the order is not paid', async () => {
  const payment = await ok(begin());
  await ok(settle(payment, { outcome: 'succeed', amountFen: payment.amountFen - 1 }));
  await notified(driver, 'payment_refunded', { orderId, reason: 'wrong_amount' });
  expect(await driver.order(orderId)).toMatchObject({ status: 'unpaid' });
  expect(await driver.handling(handling.handlingId)).toMatchObject({ status: 'awaiting_payment' });

  const honest = await ok(begin());
  await ok(settle(honest, { outcome: 'succeed' }));
  await paidWith(honest);
  await recordedOnce();
});

it('given one order, when several people who do not own it pay it at once, then one payment is open and the others are told until when', async () => {
  const payer = await newCitizen();
  const responses = await Promise.all(Array.from({ length: 6 }, () => begin(payer)));
  expect(kindsOf(responses)).toEqual({ '201': 1, '409 ORDER_NOT_PAYABLE': 5 });
  const payment = responses.find(({ status }) => status === 201)!.body;
  const refusal = await refused(begin(payer), 409, 'ORDER_NOT_PAYABLE');
  expect(refusal.availableFrom).toBe(payment.expiresAt);

  await ok(settle(payment, { outcome: 'fail' }));
  await orderBecomes(driver, orderId, 'unpaid');
  const second = await ok(begin());
  await ok(settle(second, { outcome: 'succeed' }));
  await paidWith(second);
});

it('§6.settlement.second: given a payment said to have failed, when it succeeds after another one has paid, then the second money goes back', async () => {
  const first = await ok(begin());
  const failed = noticeOf(first, { eventId: `evt_f${first.paymentId}`, status: 'failed' });
  await ok(notify(failed));
  await orderBecomes(driver, orderId, 'unpaid');
  const second = await ok(begin());
  await ok(settle(second, { outcome: 'succeed' }));
  const receipt = await paidWith(second);

  await ok(settle(first, { outcome: 'succeed' }));
  const { paymentId } = first;
  await notified(driver, 'payment_refunded', { paymentId, reason: 'second_payment' });
  expect((await paidWith(second)).receiptNumber).toBe(receipt.receiptNumber);
  await recordedOnce();
});

it('given a refund that the provider does not take, when another is due, then it does not wait for the first', async () => {
  // The provider's notification is ahead of its own books.
  const first = await ok(begin());
  const tooLittle = first.amountFen - 1;
  await ok(notify(noticeOf(first, { amountFen: tooLittle })));
  await orderBecomes(driver, orderId, 'unpaid');
  const second = await ok(begin());
  await ok(settle(second, { outcome: 'succeed', amountFen: tooLittle }));
  await notified(driver, 'payment_refunded', { paymentId: second.paymentId });

  await ok(settle(first, { outcome: 'succeed', amountFen: tooLittle }));
  await notified(driver, 'payment_refunded', { paymentId: first.paymentId });
});

it('§6.webhook.signed: given an open payment, when a webhook is not signed by the provider, then it is refused and changes nothing', async () => {
  const payment = await ok(begin());
  const genuine = noticeOf(payment);
  const tenMinutesAgo = Date.now() - 10 * 60_000;
  const forged = [
    notify(genuine, { key: 'a secret of somebody else' }),
    notify(genuine, { signed: noticeOf(payment, { amountFen: 1 }) }),
    notify(genuine, { at: tenMinutesAgo }),
    api().post(WEBHOOKS, JSON.parse(genuine)),
  ];
  for (const answer of forged) await refused(answer, 401, 'WEBHOOK_SIGNATURE_INVALID');

  expect(await driver.order(orderId)).toMatchObject({ status: 'paying' });
  expect(await driver.handling(handling.handlingId)).toMatchObject({ status: 'awaiting_payment' });
  await ok(settle(payment, { outcome: 'succeed' }));
  await paidWith(payment);
  await recordedOnce();
});
