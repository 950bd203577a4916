import { Policy, type Events } from '@demerit/contracts';
import type { Outbox, OutboxEntry, Transactions } from '@demerit/messaging';
import type { DomainClock } from '@demerit/platform';
import { Logger } from '@nestjs/common';
import { anOrder } from '../../test/given';
import { DueNewsService } from './due-news.service';
import type { OrdersStore } from './orders.store';
import type { OpenedOrder } from './orders.types';

/** Orders that are due today, of which some cannot be saved; what was told of the others. */
async function announcedOf(orderIds: string[], broken: readonly string[]): Promise<string[]> {
  const entries = await entriesOf(orderIds, broken);
  return entries.map(({ type, key, seq }) => `${key} ${type} ${seq}`).toSorted();
}

async function entriesOf(
  orderIds: string[],
  broken: readonly string[] = [],
): Promise<OutboxEntry<Events>[]> {
  const stored = new Map(orderIds.map((_id) => [_id, anOrder({ _id, told: ['order.due-soon'] })]));
  const said: OutboxEntry<Events>[] = [];
  const orders: Partial<OrdersStore> = {
    async *withDueNews() {
      for (const _id of orderIds) yield { _id };
    },
    find: async (orderId) => stored.get(orderId) ?? null,
    save: async (order) => {
      if (broken.includes(order._id)) throw new Error(`${order._id} cannot be saved`);
      const saved = { ...order, version: order.version + 1 };
      stored.set(order._id, saved as unknown as OpenedOrder);
      return saved;
    },
  };
  const transactions = {
    run: (work: (session: never) => Promise<unknown>) => work(undefined as never),
  };
  const outbox = {
    add: async (_session: unknown, entries: OutboxEntry<Events>[]) => {
      said.push(...entries);
    },
  };
  const clock = { now: () => new Date('2026-03-17T04:00:00Z') };
  const service = new DueNewsService(
    orders as OrdersStore,
    transactions as unknown as Transactions,
    outbox as unknown as Outbox<Events>,
    clock as DomainClock,
    new Policy(),
  );
  await service.tell();
  return said;
}

describe('Telling of due dates', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it('§7.words.facts: names what is to be paid, and of what', async () => {
    const [due] = await entriesOf(['ord_1']);
    expect(due?.payload).toMatchObject({ kind: 'fine', amountFen: 20_000 });
  });

  it('given an order that cannot be told of, then the others are told of all the same', async () => {
    expect(await announcedOf(['ord_1', 'ord_2', 'ord_3'], ['ord_1'])).toEqual([
      'ord_2 order.due 2',
      'ord_3 order.due 2',
    ]);
  });

  it('given hundreds that cannot be told of, then the one behind them is', async () => {
    const broken = Array.from({ length: 450 }, (_, index) => `broken_${index}`);
    expect(await announcedOf([...broken, 'ord_1'], broken)).toEqual(['ord_1 order.due 2']);
  });
});
