import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { Difference, DifferenceKind, Payment } from '@demerit/contracts';
import {
  api,
  closed,
  eventually,
  kill,
  kindsOf,
  newCar,
  newDriver,
  newViolation,
  noticeOf,
  notified,
  notify,
  ok,
  orderBecomes,
  ready,
  refused,
  settle,
  stack,
  staff,
  WEBHOOKS,
  type Api,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(90_000);

let driver: Citizen;
let car: Car;
let officer: Api;
let orderId: string;
let payment: Payment;

beforeAll(async () => {
  driver = await newDriver();
  car = await newCar(driver);
  officer = await staff('officer');
});

/** An order that is being paid, of its own for each test. */
beforeEach(async () => {
  const handling = await ok(driver.accept(await newViolation(car, { points: 0 })));
  orderId = handling.orderId ?? '';
  payment = await begin();
});

function begin(): Promise<Payment> {
  return ok(driver.api.post<Payment>(`/v1/orders/${orderId}/payments`, { provider: 'sandbox' }));
}

/** What officers see of a payment. */
function shown(kind: DifferenceKind, paymentId: string, status?: string): Promise<Difference> {
  return eventually(async () => {
    const path = `/v1/review/reconciliation?limit=100${status ? `&status=${status}` : ''}`;
    const { items } = await ok(officer.get<{ items: Difference[] }>(path));
    const found = items.find((item) => item.paymentId === paymentId && item.kind === kind);
    if (!found) throw new Error(`no ${kind} of ${paymentId} is shown`);
    return found;
  });
}

/** The status that a body of this length is answered with; only its beginning is ever sent. */
function answerTo(length: number): Promise<number | undefined> {
  const headers = { 'content-type': 'application/json', 'content-length': length };
  return new Promise((answered, failed) => {
    const url = new URL(WEBHOOKS, stack().gatewayUrl);
    const sent = request(url, { method: 'POST', headers }, (response) => {
      answered(response.statusCode);
      sent.destroy();
    });
    sent.once('error', failed);
    sent.write('{');
  });
}

describe('a webhook is stored before it is answered', () => {
  it('§6.webhook.stored: given one that was answered, when payments is killed at once, then it is applied all the same', async () => {
    await ok(notify(noticeOf(payment)));
    kill('payments');
    await ready();
    await orderBecomes(driver, orderId, 'paid');
  });
});

describe('money that is not right goes back and is shown to staff', () => {
  it.each<[string, object, DifferenceKind]>([
    ['another amount', { amountFen: 1 }, 'wrong_amount'],
    ['another currency', { currency: 'USD' }, 'wrong_currency'],
    ['too late', { settledAt: new Date(Date.now() + 3_600_000).toISOString() }, 'expired'],
  ])(
    '§6.settlement.refused: given %s, then the order stays unpaid and officers see what to do',
    async (_what, said, kind) => {
      await ok(settle(payment, { outcome: 'succeed', delayMs: 80_000_000 }));
      await ok(notify(noticeOf(payment, said)));
      await notified(driver, 'payment_refunded', { paymentId: payment.paymentId, reason: kind });
      const difference = await shown(kind, payment.paymentId, 'done');
      expect(difference).toMatchObject({ orderId, expectedFen: payment.amountFen });
      expect(difference.nextStep).toContain('goes back by itself');
      expect(await driver.order(orderId)).toMatchObject({ status: 'unpaid' });
      await driver.pay(orderId);
      await orderBecomes(driver, orderId, 'paid');
    },
  );

  it('§6.settlement.unknown: given a payment nobody here began, then its money is to go back, and officers see it', async () => {
    const paymentId = `pay_${randomUUID()}`;
    const body = noticeOf({ paymentId, amountFen: 12_345 });
    expect(kindsOf(await Promise.all([notify(body), notify(body)]))).toEqual({ '200': 2 });
    const difference = await shown('unknown_payment', paymentId, 'open');
    expect(difference).toMatchObject({ foundFen: 12_345, provider: 'sandbox' });
  });

  it('given a provider that says two amounts of one payment, then the first counts, and an officer closes the difference', async () => {
    await ok(settle(payment, { outcome: 'succeed' }));
    await orderBecomes(driver, orderId, 'paid');
    await ok(notify(noticeOf(payment, { amountFen: payment.amountFen + 1 })));
    const difference = await shown('told_differently', payment.paymentId, 'open');
    const { differenceId, etag } = difference;
    const path = `/v1/review/reconciliation/${differenceId}`;
    expect(await ok(officer.get<Difference>(path))).toEqual(difference);
    const body = { decision: 'done', reason: 'Their statement has the first amount' };
    await refused(officer.post(`${path}/decision`, body), 428, 'PRECONDITION_REQUIRED');
    const stale = officer.post(`${path}/decision`, body, { ifMatch: '"99"' });
    await refused(stale, 412, 'PRECONDITION_FAILED');
    const decided = officer.post<Difference>(`${path}/decision`, body, { ifMatch: etag });
    expect(await ok(decided)).toMatchObject({ status: 'done', reason: body.reason });
    const again = await ok(officer.get<Difference>(path));
    const twice = officer.post(`${path}/decision`, body, { ifMatch: again.etag });
    await refused(twice, 409, 'DECISION_NOT_POSSIBLE');
    await refused(officer.get('/v1/review/reconciliation/dif-none'), 404, 'DIFFERENCE_NOT_FOUND');
    await refused(driver.api.get(path), 403, 'FORBIDDEN');
  });
});

describe('what nobody should send', () => {
  it('given a webhook that was signed a day ago, when it is replayed, then it is refused; signed anew it changes nothing', async () => {
    const body = noticeOf(payment);
    await ok(notify(body));
    await orderBecomes(driver, orderId, 'paid');
    const { receiptNumber } = await driver.order(orderId);
    const yesterday = Date.now() - 86_400_000;
    await refused(notify(body, { at: yesterday }), 401, 'WEBHOOK_SIGNATURE_INVALID');
    await ok(notify(body));
    expect(await driver.order(orderId)).toMatchObject({ status: 'paid', receiptNumber });
  });

  it.each([-1, 0.5, 1e21])(
    '§6.money.fen: given an amount of %d fen, then it is refused by form and nothing is paid',
    async (amountFen) => {
      await refused(notify(noticeOf(payment, { amountFen })), 400, 'VALIDATION_FAILED');
      const outcome = { outcome: 'succeed' as const, amountFen };
      await refused(settle(payment, outcome), 400, 'VALIDATION_FAILED');
      expect(await driver.order(orderId)).toMatchObject({ status: 'paying' });
    },
  );

  it('given a body of 10 MB, then it is refused by its size before it is read', async () => {
    expect(await answerTo(10 * 1_048_576)).toBe(413);
  });

  it('given a provider that does not exist, then there is nothing at that address', async () => {
    await refused(api().post('/v1/webhooks/payments/nobody', {}), 404, 'ROUTE_NOT_FOUND');
  });

  it('given an order, when two people begin to pay it at once, then one does; paid twice all the same, the second money goes back', async () => {
    await ok(
      notify(noticeOf(payment, { eventId: `evt_f_${payment.paymentId}`, status: 'failed' })),
    );
    await orderBecomes(driver, orderId, 'unpaid');
    const second = await begin();
    await ok(settle(second, { outcome: 'succeed' }));
    await ok(settle(payment, { outcome: 'succeed' }));
    const { paymentId } = payment;
    await orderBecomes(driver, orderId, 'paid');
    await eventually(async () => {
      const done = await Promise.any([
        notified(driver, 'payment_refunded', { paymentId, reason: 'second_payment' }),
        notified(driver, 'payment_refunded', {
          paymentId: second.paymentId,
          reason: 'second_payment',
        }),
      ]);
      return done;
    });
  });
});

it('§6.order.anybody: given a fine, when anybody who holds the order’s id pays it, then the points go to the driver and both have the receipt', async () => {
  await ok(settle(payment, { outcome: 'fail' }));
  await orderBecomes(driver, orderId, 'unpaid');
  const friend = await newDriver();
  expect(await friend.order(orderId)).toMatchObject({ status: 'unpaid' });
  await friend.pay(orderId);
  await orderBecomes(friend, orderId, 'paid');
  const { items } = await ok(
    driver.api.get<{ items: { handlingId: string; orderId: string }[] }>('/v1/handlings?limit=100'),
  );
  const { handlingId } = items.find((item) => item.orderId === orderId)!;
  await closed(driver, handlingId);
  for (const citizen of [driver, friend]) {
    await ok(citizen.api.get(`/v1/orders/${orderId}/receipt`));
  }
  const stranger = await newDriver();
  await refused(stranger.api.get(`/v1/orders/${orderId}/receipt`), 404, 'RECEIPT_NOT_FOUND');
  expect((await ok(friend.api.get<{ items: unknown[] }>('/v1/me/points/entries'))).items).toEqual(
    [],
  );
});
