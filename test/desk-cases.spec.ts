import type {
  Decision,
  DecisionCheck,
  DeskCase,
  Handling,
  Payment,
  Receipt,
  ReceiptCheck,
} from '@demerit/contracts';
import {
  api,
  audited,
  bind,
  closed,
  newCar,
  newDrivers,
  newViolationOf,
  ok,
  readingsOf,
  refused,
  registerViolation,
  revokeDecision,
  staff,
  type Api,
  type Car,
  type Citizen,
} from './support';
import { answering, disputeItem, disputing } from './support/disputes';

jest.setTimeout(60_000);

const JSON_ONLY = { headers: { accept: 'application/json' } };

let officer: Api;
let owner: Citizen;
let driver: Citizen;
let car: Car;

beforeAll(async () => {
  officer = await staff('officer');
  [owner, driver] = (await newDrivers(2)) as [Citizen, Citizen];
  car = await newCar(owner);
  await bind(driver, car, owner);
});

async function entered() {
  const notice = newViolationOf(car);
  return { notice, violationId: await registerViolation(await staff('registrar'), notice) };
}

const found = (path: string): Promise<DeskCase> => ok(officer.get<DeskCase>(`/v1/desk/${path}`));

const masked = (name: string): string => name.slice(0, 1) + '*'.repeat(name.length - 1);

describe('given a violation that was disputed, accepted and paid', () => {
  let handling: Handling;
  let noticeNumber: string;
  let violationId: string;
  let receiptNumber: string;

  beforeAll(async () => {
    const { notice, violationId: id } = await entered();
    [noticeNumber, violationId] = [notice.noticeNumber, id];
    const { disputeId } = await ok(disputing(owner, id));
    await ok(answering(await disputeItem(disputeId), 'uphold'));
    handling = await driver.acceptAndPay(id);
    receiptNumber = (await closed(driver, handling.handlingId)).receiptNumber ?? '';
  });

  it('§3.desk.case: when an officer looks for it by notice, decision, order or receipt, then it is the whole case, with names', async () => {
    const { decisionNumber } = handling.decision;
    const whole = await found(`violations?noticeNumber=${noticeNumber}`);
    const { realName: name } = driver.identity;
    const { accountId } = await driver.me();
    expect(whole).toMatchObject({
      violation: { violationId, noticeNumber, status: 'closed', timeline: [{ what: 'published' }] },
      handling: { handlingId: handling.handlingId, accountId, name, status: 'closed' },
      decision: { decisionNumber, name, plateNumber: car.plateNumber, noticeNumber },
      order: { orderId: handling.orderId, status: 'paid', plateNumber: car.plateNumber },
      payments: [{ status: 'settled', payerAccountId: accountId, payerName: name }],
      entry: { type: 'record', points: 3, causeId: handling.handlingId },
      disputes: [{ status: 'upheld', name: owner.identity.realName }],
    });
    expect(whole.handling?.timeline.map(({ what }) => what)).toEqual([
      'accepted',
      'decision_issued',
      'paid',
      'points_recorded',
      'closed',
    ]);
    expect(whole.payments[0]?.settledAt).toBeDefined();
    expect(await found(`decisions/${decisionNumber}`)).toEqual(whole);
    expect(await found(`orders?orderId=${String(handling.orderId)}`)).toEqual(whole);
    expect(await found(`orders?receiptNumber=${receiptNumber}`)).toEqual(whole);
  });

  it('§3.desk.audited: when it is looked for, then each look-up leaves one row, of what was found', async () => {
    const { decisionNumber } = handling.decision;
    const { orderId } = handling;
    const count = async () => ({
      violation: (await readingsOf(violationId, 'case.read')).length,
      decision: (await readingsOf(decisionNumber, 'case.read')).length,
      order: (await readingsOf(String(orderId), 'order.read')).length,
      handling: (await audited(handling.handlingId)).length,
    });
    const before = await count();
    await found(`violations?noticeNumber=${noticeNumber}`);
    expect(await count()).toEqual({ ...before, violation: before.violation + 1 });
    await found(`decisions/${decisionNumber}`);
    await found(`orders?orderId=${String(orderId)}`);
    await found(`orders?receiptNumber=${receiptNumber}`);
    expect(await count()).toEqual({
      violation: before.violation + 1,
      decision: before.decision + 1,
      order: before.order + 2,
      handling: before.handling,
    });
  });

  it('§3.desk.audited: when there is no such thing, or it is not asked for rightly, then it is refused', async () => {
    const nothing = [
      ['violations?noticeNumber=0000000000000000', 'VIOLATION_NOT_FOUND'],
      ['decisions/3301-20260310-NONE', 'DECISION_NOT_FOUND'],
      ['decisions/nobody', 'DECISION_NOT_FOUND'],
      ['orders?orderId=ord_nope', 'ORDER_NOT_FOUND'],
      ['orders?receiptNumber=R1999-00000001', 'ORDER_NOT_FOUND'],
    ] as const;
    for (const [path, code] of nothing) await refused(officer.get(`/v1/desk/${path}`), 404, code);
    const wrong = ['violations', 'violations?noticeNumber=x', 'orders', 'orders?receiptNumber=7'];
    const both = `orders?orderId=ord_1&receiptNumber=${receiptNumber}`;
    for (const path of [...wrong, both])
      await refused(officer.get(`/v1/desk/${path}`), 400, 'VALIDATION_FAILED');
  });

  it('§6.paper.names: when the receipt is read, then the driver and an officer read the name whole, who else paid and who checks it masked', async () => {
    const name = driver.identity.realName;
    const path = `/v1/orders/${String(handling.orderId)}/receipt`;
    const own = await ok(driver.api.get<Receipt>(path, JSON_ONLY));
    const named = { plateNumber: car.plateNumber, noticeNumber };
    expect(own).toMatchObject({ name, ...named });
    expect(await ok(officer.get<Receipt>(path, JSON_ONLY))).toEqual(own);
    expect(await readingsOf(receiptNumber, 'receipt.read')).toHaveLength(1);
    const headers = { accept: 'text/html', 'accept-language': 'zh-CN' };
    const page = await ok(driver.api.get<string>(path, { headers }));
    for (const text of [name, car.plateNumber, noticeNumber]) expect(page).toContain(text);
    const check = `/v1/receipts/${receiptNumber}?code=${own.code}`;
    expect(await ok(api().get<ReceiptCheck>(check))).toMatchObject({
      genuine: true,
      nameMasked: masked(name),
    });
    await refused(owner.api.get(path), 404, 'RECEIPT_NOT_FOUND');

    const { violationId: other } = await entered();
    const { orderId, handlingId } = await ok(driver.accept(other));
    await owner.pay(orderId ?? '');
    await closed(driver, handlingId);
    const paid = await ok(owner.api.get<Receipt>(`/v1/orders/${orderId ?? ''}/receipt`, JSON_ONLY));
    expect(paid).toMatchObject({ nameMasked: masked(name) });
    expect(JSON.stringify(paid)).not.toContain(name);
  });

  it('§6.paper.names: when an officer has paid for somebody, then they read the name whole as an officer, and that is written down', async () => {
    const { violationId: other } = await entered();
    const { orderId, handlingId } = await ok(driver.accept(other));
    const { paymentId } = await ok(
      officer.post<Payment>(`/v1/orders/${orderId ?? ''}/payments`, { provider: 'sandbox' }),
    );
    await ok(api().post(`/v1/sandbox/payments/${paymentId}/outcome`, { outcome: 'succeed' }));
    const receipt = (await closed(driver, handlingId)).receiptNumber ?? '';
    const path = `/v1/orders/${orderId ?? ''}/receipt`;
    await ok(driver.api.get<Receipt>(path, JSON_ONLY));
    expect(await readingsOf(receipt, 'receipt.read')).toEqual([]);
    const { realName: name } = driver.identity;
    expect(await ok(officer.get<Receipt>(path, JSON_ONLY))).toMatchObject({ name });
    expect(await readingsOf(receipt, 'receipt.read')).toHaveLength(1);
  });

  it('§3.decision.names §3.decision.check: when the decision is read, then it names the person, and whoever has it checks it by its code', async () => {
    const { decisionNumber, fineFen, points } = handling.decision;
    const path = `/v1/decisions/${decisionNumber}`;
    const decision = await ok(driver.api.get<Decision>(path, JSON_ONLY));
    const { realName: name } = driver.identity;
    const named = { plateNumber: car.plateNumber, noticeNumber, violationId };
    expect(decision).toMatchObject({ name, ...named });
    const headers = { accept: 'text/html' };
    const page = await ok(driver.api.get<string>(path, { headers }));
    for (const text of [name, car.plateNumber, noticeNumber, decision.code])
      expect(page).toContain(text);

    const checked = (number: string, code: string) =>
      ok(api().get<DecisionCheck>(`/v1/checks/decisions/${number}?code=${code}`));
    expect(await checked(decisionNumber, decision.code.toUpperCase())).toEqual({
      genuine: true,
      decisionNumber,
      status: 'in_force',
      decidedAt: decision.decidedAt,
      fineFen,
      points,
      plateNumber: car.plateNumber,
      nameMasked: masked(name),
    });
    for (const [number, code] of [
      [decisionNumber, 'wrong'],
      ['3301-20260310-NONE', decision.code],
      ['nobody', decision.code],
    ] as const)
      expect(await checked(number, code)).toEqual({ genuine: false });
    const missing = api().get(`/v1/checks/decisions/${decisionNumber}`);
    await refused(missing, 400, 'VALIDATION_FAILED');
    await ok(revokeDecision(officer, handling));
    expect(await checked(decisionNumber, decision.code)).toMatchObject({ status: 'revoked' });
  });
});

describe('given violations of which less is there', () => {
  it('§3.desk.case: when nobody has accepted it, then there is no handling; when the newest was withdrawn, then it is that one', async () => {
    const { notice, violationId } = await entered();
    const path = `violations?noticeNumber=${notice.noticeNumber}`;
    expect(await found(path)).toMatchObject({
      violation: { violationId, status: 'published' },
      handling: null,
      decision: null,
      order: null,
      payments: [],
      entry: null,
      disputes: [],
    });
    const { handlingId } = await ok(driver.accept(violationId));
    await ok(driver.api.delete(`/v1/handlings/${handlingId}`));
    expect(await found(path)).toMatchObject({
      violation: { status: 'published' },
      handling: { handlingId, status: 'withdrawn' },
      decision: { status: 'withdrawn' },
      order: { status: 'cancelled' },
      entry: null,
    });
  });
});
