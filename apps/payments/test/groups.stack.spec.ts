import '../../../tools/dev/home/own-stores';
import { randomUUID } from 'node:crypto';
import { MessageContext } from '@demerit/messaging';
import {
  commandsOf,
  connection,
  moveClockTo,
  replicas,
  startReplicas,
  stopReplicas,
} from '../../../test/support/replicas';
import { NOTIFICATIONS, type NotificationDocument } from '../src/notifications/notifications.store';
import { ORDERS } from '../src/orders/orders.store';
import type { OrderDocument } from '../src/orders/orders.types';
import { StandingsService } from '../src/orders/standings.service';
import { STANDINGS } from '../src/orders/standings.store';
import { DIFFERENCES } from '../src/differences/differences.store';
import { PAYMENTS } from '../src/paying/payments.store';
import type { PaymentDocument } from '../src/paying/payments.types';
import { SettlingService } from '../src/paying/settling.service';
import { PaymentsModule } from '../src/payments.module';
import { anOrder, aPayment, settlementOf } from './given';

/** Standings and settlements that come together leave what they leave one by one, in fewer transactions. docs/decisions/0018. */

const MANY = Array.from({ length: 6 }, (_, n) => n);
/** Of a payment that brought too little. */
const SHORT = 3;

let sent: string[] = [];
const commits = () => sent.filter((one) => one.startsWith('commitTransaction')).length;

function message(messageId = randomUUID()): MessageContext {
  return new MessageContext({ messageId, type: 'test', requestId: messageId, attempt: 1 });
}

const rows = (name: string) => connection().collection<{ _id: string }>(name);

function standing(world: string, n: number, on: string, version: number) {
  const about = { targetId: 'key_1', licenceId: 'lic_1', reason: 'limit' };
  return { ...about, accountId: `${world}_acc_${n}`, at: `${on}T04:00:00.000Z`, version };
}

type Event = () => Promise<unknown>;

/** Each is suspended and reinstated; of one the end comes first, and one event comes twice. */
function standingsOf(world: string): Event[] {
  const standings = replicas[0]!.get(StandingsService, { strict: false });
  const suspended = (n: number, context = message()) =>
    standings.changed(standing(world, n, '2026-03-05', 1), true, context);
  const twice = message();
  return [
    () => standings.changed(standing(world, 0, '2026-03-09', 2), false, message()),
    ...MANY.map((n) => () => suspended(n)),
    ...[1, 2].map(() => () => suspended(5, twice)),
    () => standings.changed(standing(world, 1, '2026-03-09', 2), false, message()),
  ];
}

/** Two orders for others' cars each, one for the own, and one that is paid. */
function ordersOf(world: string): OrderDocument[] {
  const { facts } = anOrder();
  const ofDriver = (n: number) => ({ ...facts, accountId: `${world}_acc_${n}` });
  return MANY.flatMap((n) => [
    anOrder({ _id: `${world}_ord_${n}`, facts: ofDriver(n) }),
    anOrder({ _id: `${world}_ord_${n}_other`, facts: ofDriver(n) }),
    anOrder({ _id: `${world}_ord_${n}_own`, facts: { ...ofDriver(n), ownVehicle: true } }),
    anOrder({ _id: `${world}_ord_${n}_paid`, facts: ofDriver(n), status: 'paid' }),
  ]);
}

function paymentsOf(world: string): PaymentDocument[] {
  return MANY.map((n) => ({ ...aPayment(`${world}_pay_${n}`), orderId: `${world}_ord_${n}_own` }));
}

function notificationsOf(world: string): NotificationDocument[] {
  return MANY.map((n) => {
    const { amountFen, ...settlement } = settlementOf(`${world}_pay_${n}`);
    const came = n === SHORT ? amountFen - 1 : amountFen;
    const receivedAt = new Date(Date.UTC(2026, 2, 2, 4, n));
    const said = { ...settlement, provider: 'sandbox', amountFen: came } as const;
    return { _id: `${world}_ntf_${n}`, ...said, receivedAt, appliedAt: null };
  });
}

/** Under ids without the letter of the world, without times and without the numbers of receipts, which are given in turn. */
async function storedOf(world: string, names: readonly string[]): Promise<string> {
  const ofWorld = { _id: { $regex: `^${world}_` } as never };
  const found = await Promise.all(
    names.map((name) => rows(name).find(ofWorld).sort({ _id: 1 }).toArray()),
  );
  const said = await connection()
    .collection('outbox')
    .find({ key: { $regex: `^${world}_` } }, { projection: { _id: 0, key: 1, seq: 1, type: 1 } })
    .sort({ key: 1, seq: 1 })
    .toArray();
  return JSON.stringify([...found, said], undefined, 1)
    .replaceAll(`"${world}_`, '"')
    .replaceAll(/"(appliedAt|nextAt|receiptNumber)": "[^"]+"/g, '"$1": "some"');
}

beforeAll(async () => {
  await startReplicas(PaymentsModule, (replica) => {
    const commands = commandsOf(replica);
    if (replica === replicas[0]) sent = commands;
  });
  moveClockTo('2026-03-10T04:00:00Z');
  for (const world of ['a', 'b']) {
    await rows(ORDERS.name).insertMany(ordersOf(world));
    await rows(PAYMENTS.name).insertMany(paymentsOf(world));
  }
}, 60_000);

afterAll(stopReplicas, 60_000);

test('given many standings, then together they leave what they leave one by one, and share transactions', async () => {
  for (const event of standingsOf('a')) await event();
  const oneByOne = commits();
  await Promise.all(standingsOf('b').map((event) => event()));
  expect(commits() - oneByOne).toBeLessThan(oneByOne / 2);
  const stored = await storedOf('b', [ORDERS.name, STANDINGS.name]);
  expect(stored).toBe(await storedOf('a', [ORDERS.name, STANDINGS.name]));
  expect(stored.match(/"status": "frozen"/g)).toHaveLength(8);
});

test('given a wrong one among others, then it fails by itself', async () => {
  const standings = replicas[0]!.get(StandingsService, { strict: false });
  const wrong = { ...standing('c', 1, '2026-03-05', 1), version: -1 };
  const results = await Promise.allSettled([
    standings.changed(standing('c', 0, '2026-03-05', 1), true, message()),
    standings.changed(wrong, true, message()),
    standings.changed(standing('c', 2, '2026-03-05', 1), true, message()),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const stored = await rows(STANDINGS.name)
    .find({ _id: { $regex: '^c_' } })
    .toArray();
  expect(stored.map(({ _id }) => _id).sort()).toEqual(['c_acc_0', 'c_acc_2']);
});

test('given many settlements, one of too little, then together they leave what they leave one by one, and share transactions', async () => {
  const settling = replicas[0]!.get(SettlingService, { strict: false });
  const before = commits();
  for (const one of notificationsOf('a')) {
    await rows(NOTIFICATIONS.name).insertOne(one);
    await settling.applyWaiting();
  }
  const oneByOne = commits() - before;
  await rows(NOTIFICATIONS.name).insertMany(notificationsOf('b'));
  await settling.applyWaiting();
  expect(oneByOne).toBe(MANY.length);
  expect(commits() - before - oneByOne).toBeLessThan(oneByOne);
  const names = [ORDERS, PAYMENTS, NOTIFICATIONS].map(({ name }) => name);
  const stored = await storedOf('b', names);
  expect(stored).toBe(await storedOf('a', names));
  expect(stored.match(/"payment.settled"/g)).toHaveLength(MANY.length - 1);
  expect(await rows(DIFFERENCES.name).countDocuments({})).toBe(2);
  const numbers = await connection()
    .collection<OrderDocument>(ORDERS.name)
    .distinct('paid.receiptNumber');
  expect(numbers).toHaveLength(2 * (MANY.length - 1));
});
