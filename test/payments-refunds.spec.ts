import type {
  Handling,
  Order,
  Payment,
  Receipt,
  ReceiptCheck,
  SanctionCase,
} from '@demerit/contracts';
import {
  api,
  crashAt,
  eventually,
  newCar,
  newDriver,
  newViolation,
  notified,
  ok,
  orderBecomes,
  ready,
  refused,
  replaced,
  revokeDecision,
  settle,
  staff,
  type Answer,
  type Api,
  type Citizen,
} from './support';

jest.setTimeout(90_000);

let officer: Api;
let driver: Citizen;

beforeAll(async () => {
  officer = await staff('officer');
});

beforeEach(async () => {
  driver = await newDriver();
});

async function accepted(): Promise<Handling & { orderId: string }> {
  const violationId = await newViolation(await newCar(driver), { points: 1 });
  const handling = await ok(driver.accept(violationId));
  return { ...handling, orderId: handling.orderId ?? '' };
}

function revoke(handling: Handling): Promise<Answer<unknown>> {
  return revokeDecision(officer, handling, 'eliminate');
}

function begin(orderId: string): Promise<Payment> {
  return ok(driver.api.post<Payment>(`/v1/orders/${orderId}/payments`, { provider: 'sandbox' }));
}

async function refundNotices(kindOf: { orderId: string }): Promise<number> {
  const { items } = await ok(
    driver.api.get<{ items: { kind: string; about: Record<string, string> }[] }>(
      '/v1/me/notifications?limit=100',
    ),
  );
  return items.filter(
    ({ kind, about }) => kind === 'payment_refunded' && about['orderId'] === kindOf.orderId,
  ).length;
}

describe('given a revoked decision', () => {
  it('§6.refund.once: whose fine is paid, then the money goes back once, though payments is killed after the provider took it', async () => {
    const handling = await accepted();
    const { orderId, handlingId } = handling;
    await driver.pay(orderId);
    await orderBecomes(driver, orderId, 'paid');
    const dying = await crashAt('payments', 'refund:after-provider');
    await ok(revoke(handling));
    await replaced('payments', dying);
    await ready();
    const reason = 'decision_revoked';
    const { text } = await notified(driver, 'payment_refunded', { orderId, handlingId, reason });
    expect(text).toMatch(/^About \S{7,8}, \S+, a fine of 50\.00 yuan: A payment of 50\.00 yuan/);
    const order = await orderBecomes(driver, orderId, 'refunded');
    expect(order.payableFen).toBe(order.fineFen + order.surchargeFen);
    expect(await refundNotices({ orderId })).toBe(1);
    const pay = driver.api.post(`/v1/orders/${orderId}/payments`, { provider: 'sandbox' });
    await refused(pay, 409, 'ORDER_NOT_PAYABLE');
  });

  it('whose fine is unpaid, then nothing is owed any more', async () => {
    const handling = await accepted();
    await ok(revoke(handling));
    await orderBecomes(driver, handling.orderId, 'cancelled');
    const pay = driver.api.post(`/v1/orders/${handling.orderId}/payments`, { provider: 'sandbox' });
    await refused(pay, 409, 'ORDER_NOT_PAYABLE');
  });

  it('§6.refund.while-paying: whose fine is being paid, then what comes afterwards goes back', async () => {
    const handling = await accepted();
    const { orderId } = handling;
    const payment = await begin(orderId);
    await ok(revoke(handling));
    await orderBecomes(driver, orderId, 'cancelled');
    await ok(settle(payment, { outcome: 'succeed', copies: 3 }));
    await notified(driver, 'payment_refunded', { orderId, reason: 'decision_revoked' });
    await orderBecomes(driver, orderId, 'refunded');
  });
});

describe('a receipt', () => {
  it('§6.paper.receipt: is genuine with its code alone, says when the money went back, and tells nobody which numbers exist', async () => {
    const handling = await accepted();
    const { orderId } = handling;
    await driver.pay(orderId);
    const { receiptNumber = '' } = await orderBecomes(driver, orderId, 'paid');
    const shanghaiYear = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
    expect(receiptNumber).toMatch(new RegExp(`^R${String(shanghaiYear)}-\\d{8}$`));
    const receipt = await ok(driver.api.get<Receipt>(`/v1/orders/${orderId}/receipt`));
    const check = (number: string, code: string) =>
      ok(api().get<ReceiptCheck>(`/v1/receipts/${number}?code=${code}`));
    expect(await check(receiptNumber, receipt.code)).toEqual({
      genuine: true,
      receiptNumber,
      paidFen: receipt.paidFen,
      paidAt: receipt.paidAt,
      nameMasked: `${driver.identity.realName.charAt(0)}**`,
      refunded: false,
    });
    const wrong = await check(receiptNumber, '0'.repeat(receipt.code.length));
    expect(wrong).toEqual({ genuine: false });
    expect(await check(`R${String(shanghaiYear)}-99999999`, receipt.code)).toEqual(wrong);
    expect(await check('nonsense', receipt.code)).toEqual(wrong);
    await refused(api().get(`/v1/receipts/${receiptNumber}`), 400, 'VALIDATION_FAILED');
    const headers = { accept: 'text/html', 'accept-language': 'zh-CN' };
    const path = `/v1/receipts/${receiptNumber}?code=${receipt.code}`;
    expect(await ok(api().get<string>(path, { headers }))).toContain('真实有效');
    const page = await ok(driver.api.get<string>(`/v1/orders/${orderId}/receipt`, { headers }));
    expect(page).toContain('缴款收据');

    await ok(revoke(handling));
    await orderBecomes(driver, orderId, 'refunded');
    expect(await check(receiptNumber, receipt.code)).toMatchObject({
      genuine: true,
      refunded: true,
    });
  });
});

describe('a case of point trading in force', () => {
  it('orders fine and confiscation to be paid, and revoked gives back what was paid and cancels the rest', async () => {
    const handling = await accepted();
    await driver.pay(handling.orderId);
    await orderBecomes(driver, handling.orderId, 'paid');
    const opened = await ok(
      officer.post<SanctionCase>('/v1/sanction-cases', {
        role: 'seller',
        licenceId: handling.licenceId,
        decisionNumbers: [handling.decision.decisionNumber],
        gainFen: 60_000,
        statement: 'Took the points of a stranger for 600 yuan',
        documentIds: [],
      }),
    );
    const noticed = await ok(step(opened, 'notice'));
    const decided = await ok(step(noticed, 'decision', { reason: 'Proved', fineFen: 150_000 }));
    const enforced = await ok(step(decided, 'enforcement'));
    const { fineOrderId = '', confiscationOrderId = '' } = enforced;
    const fine = await opens(fineOrderId);
    expect(fine).toMatchObject({ kind: 'sanction_fine', fineFen: 150_000, status: 'unpaid' });
    const gain = await opens(confiscationOrderId);
    expect(gain).toMatchObject({ kind: 'confiscation', fineFen: 60_000, surchargeFen: 0 });
    await orderBecomes(driver, handling.orderId, 'refunded');

    await driver.pay(fineOrderId);
    await orderBecomes(driver, fineOrderId, 'paid');
    const receipt = await ok(driver.api.get<Receipt>(`/v1/orders/${fineOrderId}/receipt`));
    expect(receipt).toMatchObject({ kind: 'sanction_fine', caseId: enforced.caseId });

    await ok(step(enforced, 'revocation', { reason: 'Won on appeal' }));
    await orderBecomes(driver, fineOrderId, 'refunded');
    await orderBecomes(driver, confiscationOrderId, 'cancelled');
    await notified(driver, 'payment_refunded', {
      orderId: fineOrderId,
      caseId: enforced.caseId,
      reason: 'sanction_revoked',
    });
  });
});

function step(
  { caseId, etag: ifMatch }: SanctionCase,
  name: string,
  body: object = {},
): Promise<Answer<SanctionCase>> {
  return officer.post<SanctionCase>(`/v1/sanction-cases/${caseId}/${name}`, body, { ifMatch });
}

function opens(orderId: string): Promise<Order> {
  return eventually(() => driver.order(orderId));
}
