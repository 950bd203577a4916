import { Logger } from '@nestjs/common';
import { Sandbox, SILENT } from '../../test/stack';
import type { MessagingOptions } from '../broker/options';
import { Transactions } from '../inbox/transactions';
import { EventCounts } from './event-counts';
import { Outbox, type EventCount } from './outbox';
import { OutboxRelay } from './relay';

jest.setTimeout(60_000);
Logger.overrideLogger(SILENT);

const SPAN = { from: '2026-05-01', to: '2026-05-31' };

let sandbox: Sandbox;
let outbox: Outbox;
let counts: EventCounts;
let transactions: Transactions;

beforeAll(async () => {
  sandbox = await Sandbox.open('counts');
  outbox = new Outbox(sandbox.database);
  outbox.countBy(({ payload }) => {
    const { cups } = payload as { cups: number };
    return cups === 0 ? undefined : { day: '2026-05-04', figures: { cups } };
  });
  const options: MessagingOptions = {
    service: 'kitchen',
    amqpUrl: sandbox.amqpUrl,
    namespace: sandbox.name,
    database: true,
    ownerOf: () => 'kitchen',
  };
  transactions = new Transactions(
    sandbox.database,
    outbox,
    new OutboxRelay(sandbox.database, options),
  );
  counts = new EventCounts(sandbox.database);
});

afterAll(() => sandbox.close());

async function made(key: string, cups: number): Promise<void> {
  await transactions.run((session) =>
    outbox.add(session, { type: 'tea.made', key, seq: 1, payload: { cups } }),
  );
}

async function published(): Promise<void> {
  const rows = sandbox.database.collection('outbox');
  await rows.updateMany({ publishedAt: null }, { $set: { publishedAt: new Date() } });
}

function uncollected(span = SPAN): Promise<EventCount[]> {
  return transactions.run((session) => counts.uncollected(span, session));
}

function cupsOf(taken: readonly EventCount[]): number {
  return taken.reduce((sum, { figures }) => sum + (figures['cups'] ?? 0), 0);
}

describe('what events count for', () => {
  it('§7.overview.once: stands with each event from its transaction on, on its day, and goes with one that is undone', async () => {
    await made('green', 2);
    await made('none', 0);
    const undone = transactions.run(async (session) => {
      const payload = { cups: 100 };
      await outbox.add(session, { type: 'tea.made', key: 'black', seq: 1, payload });
      throw new Error('spilt');
    });
    await expect(undone).rejects.toThrow('spilt');
    expect(await uncollected()).toEqual([{ day: '2026-05-04', figures: { cups: 2 } }]);
    expect(await uncollected({ from: '2026-05-05', to: '2026-05-31' })).toEqual([]);
    expect(await uncollected({ from: '2026-05-01', to: '2026-05-03' })).toEqual([]);
  });

  it('§7.overview.once: is collected when the event is published, once, however many collect it', async () => {
    const take = () => transactions.run((session) => counts.take(3, session));
    expect(await counts.isAnyLeft()).toBe(false);
    expect(await take()).toEqual([]);
    for (let cup = 1; cup <= 8; cup += 1) await made(`oolong-${cup}`, 1);
    await published();
    expect(await counts.isAnyLeft()).toBe(true);
    const failing = transactions.run(async (session) => {
      await counts.take(3, session);
      throw new Error('killed');
    });
    await expect(failing).rejects.toThrow('killed');
    const taken = await Promise.all(Array.from({ length: 6 }, take));
    expect(taken.every((some) => some.length <= 3)).toBe(true);
    expect(cupsOf([...taken.flat(), ...(await uncollected())])).toBe(10);
    expect(cupsOf(taken.flat())).toBe(10);
    expect(await counts.isAnyLeft()).toBe(false);
    expect(await uncollected()).toEqual([]);
  });
});
