import { RUN } from '../../../tools/dev/home/own-stores';
import type { Order, PointServiceStanding, ViolationDecided } from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { randomUUID } from 'node:crypto';
import {
  connection,
  moveClockTo,
  on,
  replicas,
  startReplicas,
  stopReplicas,
} from '../../../test/support/replicas';
import { ClosingService } from '../src/paying/closing.service';
import { DueNewsService } from '../src/orders/due-news.service';
import { OrderingService } from '../src/orders/ordering.service';
import { OrdersStore } from '../src/orders/orders.store';
import { PaymentsModule } from '../src/payments.module';
import { booksOf, checkMoney } from '../src/reconciliation/money-check';
import { PaymentsStore } from '../src/paying/payments.store';
import type { PaymentDocument } from '../src/paying/payments.types';
import { SettlingService } from '../src/paying/settling.service';
import { StandingsService } from '../src/orders/standings.service';

/** A year of orders on a real database, by two replicas whose domain clock is moved. rules.md §6. */

const caller = { accountId: 'acc_1', roles: ['citizen' as const] };
const PAYMENT_LIFE_MS = 900_000;
function anyMessage(): MessageContext {
  const messageId = randomUUID();
  return new MessageContext({ messageId, type: 'test', requestId: messageId, attempt: 1 });
}

function at(day: string): string {
  return `${day}T04:00:00.000Z`;
}

function order(orderId: string): Promise<Order> {
  return on(OrderingService).get({ caller, orderId });
}

async function decided(
  orderId: string,
  { ownVehicle = true, decidedOn = '2027-01-04', dueOn = '2027-01-19' } = {},
): Promise<void> {
  const event: ViolationDecided = {
    handlingId: `hnd_${orderId}`,
    violationId: 'vio_1',
    orderId,
    accountId: 'acc_1',
    licenceId: 'lic_1',
    vehicleId: 'veh_1',
    ownerKey: 'person_1',
    ownVehicle,
    decisionNumber: `D-${orderId}`,
    points: 3,
    fineFen: 20_000,
    decidedAt: at(decidedOn),
    dueOn,
    version: 1,
  };
  await on(OrderingService).openDecided(event, anyMessage());
}

function standing(on: string, version: number): PointServiceStanding {
  const about = { targetId: 'key_1', accountId: 'acc_1', licenceId: 'lic_1', reason: 'limit' };
  return { ...about, at: at(on), version };
}

/** Noon in Shanghai; both replicas tell what is due then, at once. */
async function itIs(day: string): Promise<void> {
  moveClockTo(at(day));
  await Promise.all(
    replicas.map((replica) => replica.get(DueNewsService, { strict: false }).tell()),
  );
}

/** `type` of all events that an order has said, oldest first. */
async function eventsOf(orderId: string): Promise<string[]> {
  const rows = connection().collection<{ type: string; key: string; seq: number }>('outbox');
  const said = await rows.find({ key: orderId }).sort({ seq: 1 }).toArray();
  return said.map(({ type }) => type);
}

/** Somebody pays what the order costs today: begun, and told by the provider. */
async function pay(orderId: string): Promise<void> {
  const { payableFen: amountFen } = await order(orderId);
  const paymentId = `pay_${orderId}`;
  const money = { amountFen, currency: 'CNY' };
  const now = new Date();
  await connection()
    .collection<PaymentDocument>('payments')
    .insertOne({
      _id: paymentId,
      orderId,
      payerAccountId: 'acc_2',
      provider: 'sandbox',
      ...money,
      expiresAt: new Date(now.getTime() + PAYMENT_LIFE_MS),
      status: 'open',
      version: 1,
    });
  const settlement = { provider: 'sandbox' as const, paymentId, ...money, settledAt: now };
  await on(SettlingService).settleAsked({ ...settlement, status: 'succeeded' });
}

beforeAll(() => startReplicas(PaymentsModule), 60_000);

afterAll(stopReplicas, 60_000);

describe(`a year of orders (${RUN})`, () => {
  it('§6.due.days §6.surcharge.days §6.due.news: a fine is told soon, due, overdue and to be recorded, each once and on its day, and its surcharge ends at the fine', async () => {
    await itIs('2027-01-04');
    await decided('ord_late');
    await itIs('2027-01-15');
    expect(await eventsOf('ord_late')).toEqual([]);
    await itIs('2027-01-16');
    await itIs('2027-01-17');
    expect(await eventsOf('ord_late')).toEqual(['order.due-soon']);
    await itIs('2027-01-19');
    expect(await order('ord_late')).toMatchObject({ surchargeFen: 0, payableFen: 20_000 });
    await itIs('2027-01-20');
    expect(await order('ord_late')).toMatchObject({ surchargeFen: 600, payableFen: 20_600 });
    await itIs('2027-02-02');
    const news = ['order.due-soon', 'order.due', 'order.overdue'];
    expect(await eventsOf('ord_late')).toEqual(news);
    await itIs('2027-02-03');
    expect(await eventsOf('ord_late')).toEqual([...news, 'order.recording-due']);
    await itIs('2027-02-21');
    expect(await order('ord_late')).toMatchObject({ surchargeFen: 19_800, payableFen: 39_800 });
    await itIs('2027-02-22');
    expect(await order('ord_late')).toMatchObject({ surchargeFen: 20_000, payableFen: 40_000 });
    await itIs('2027-12-31');
    expect(await order('ord_late')).toMatchObject({ surchargeFen: 20_000, status: 'unpaid' });
    expect(await eventsOf('ord_late')).toHaveLength(4);
  }, 60_000);

  it('a late fine that is paid keeps the surcharge of that day, and gives both back when its decision is revoked', async () => {
    await decided('ord_paid', { decidedOn: '2028-01-04', dueOn: '2028-01-19' });
    await itIs('2028-01-29');
    await pay('ord_paid');
    const paid = { surchargeFen: 6_000, payableFen: 26_000, status: 'paid' };
    expect(await order('ord_paid')).toMatchObject(paid);
    await itIs('2028-06-01');
    expect(await order('ord_paid')).toMatchObject(paid);
    const revoked = {
      handlingId: 'hnd_ord_paid',
      decisionNumber: 'D-ord_paid',
      violationId: 'vio_1',
      orderId: 'ord_paid',
      accountId: 'acc_1',
      licenceId: 'lic_1',
      vehicleId: 'veh_1',
      then: 'reopen' as const,
      reason: 'officer' as const,
      at: at('2028-06-01'),
      version: 2,
    };
    await Promise.all([1, 2].map(() => on(ClosingService).decisionRevoked(revoked, anyMessage())));
    const payments = connection().collection<PaymentDocument>('payments');
    expect(await payments.findOne({ _id: 'pay_ord_paid' })).toMatchObject({
      status: 'refunding',
      received: { amountFen: 26_000 },
      refund: { reason: 'decision_revoked' },
    });
  }, 60_000);

  it('§6.frozen.surcharge §6.frozen.due: a suspended driver’s order for another’s car waits, is never told late meanwhile, and is due later by the days it waited', async () => {
    await itIs('2029-01-04');
    const orders = { ownVehicle: false, decidedOn: '2029-01-04', dueOn: '2029-01-19' };
    await decided('ord_waits', orders);
    await decided('ord_own', { ...orders, ownVehicle: true });
    await itIs('2029-01-21');
    await on(StandingsService).changed(standing('2029-01-21', 1), true, anyMessage());
    expect(await order('ord_waits')).toMatchObject({ status: 'frozen', surchargeFen: 1_200 });
    await itIs('2029-03-01');
    expect(await order('ord_waits')).toMatchObject({ status: 'frozen', surchargeFen: 1_200 });
    expect(await eventsOf('ord_waits')).toEqual(['order.overdue']);
    expect(await eventsOf('ord_own')).toEqual(['order.overdue', 'order.recording-due']);
    // The news of the end comes before those of a second suspension in between, and the order that opens last is none the worse.
    await on(StandingsService).changed(standing('2029-03-02', 2), false, anyMessage());
    await decided('ord_opens_late', orders);
    expect(await order('ord_waits')).toMatchObject({ status: 'unpaid', dueOn: '2029-02-28' });
    expect(await order('ord_opens_late')).toMatchObject({ status: 'unpaid', dueOn: '2029-02-28' });
    await itIs('2029-03-02');
    expect(await order('ord_waits')).toMatchObject({ surchargeFen: 1_200 });
    await itIs('2029-03-15');
    expect(await eventsOf('ord_waits')).toEqual(['order.overdue', 'order.recording-due']);
  }, 60_000);

  it('a revocation that is heard before the decision leaves an order that never opens', async () => {
    await itIs('2030-01-04');
    const named = { handlingId: 'hnd_ord_dead', violationId: 'vio_1', accountId: 'acc_1' };
    const more = { licenceId: 'lic_1', vehicleId: 'veh_1', orderId: 'ord_dead' };
    const revoked = { ...named, ...more, decisionNumber: 'D-1', at: at('2030-01-04'), version: 2 };
    const event = { ...revoked, then: 'reopen' as const, reason: 'officer' as const };
    await on(ClosingService).decisionRevoked(event, anyMessage());
    await decided('ord_dead', { decidedOn: '2030-01-03', dueOn: '2030-01-18' });
    expect(await order('ord_dead')).toMatchObject({ status: 'cancelled', fineFen: 20_000 });
  }, 60_000);

  it('after all of it every fen is accounted for', async () => {
    const session = await connection().startSession({ snapshot: true });
    const problems: string[] = [];
    // A session belongs to the connection of its replica.
    const [one] = replicas;
    const orders = one!.get(OrdersStore, { strict: false });
    const books = booksOf(orders, one!.get(PaymentsStore, { strict: false }), session);
    const { payments } = await checkMoney(books, (problem) => problems.push(problem));
    await session.endSession();
    expect(problems).toEqual([]);
    expect(payments).toBe(1);
  });
});
