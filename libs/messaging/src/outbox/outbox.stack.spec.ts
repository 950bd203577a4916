import { Logger } from '@nestjs/common';
import type { ConsumeMessage } from 'amqplib';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, Sandbox, SILENT } from '../../test/stack';
import { Inbox } from '../inbox/inbox';
import { isDuplicateKey } from '../documents/database';
import { Lease } from './lease';
import type { MessagingOptions } from '../broker/options';
import { Outbox, type OutboxDocument } from './outbox';
import { OutboxRelay } from './relay';
import { runInRequestContext } from '../message/request-context';
import { Transactions } from '../inbox/transactions';

jest.setTimeout(60_000);
Logger.overrideLogger(SILENT);

let sandbox: Sandbox;
let options: MessagingOptions;
let outbox: Outbox;
let relay: OutboxRelay;
let transactions: Transactions;
let inbox: Inbox;
const received: ConsumeMessage[] = [];

const made = (key: string, seq: number, cups = 1) =>
  ({ type: 'tea.made', key, seq, payload: { cups } }) as const;
const pending = () =>
  sandbox.database.collection<OutboxDocument>('outbox').countDocuments({ publishedAt: null });
const receivedOf = (key: string) =>
  received.filter((message) => message.properties.headers?.['x-key'] === key);

/** A queue of the test's own that hears `tea.made`, and `tea.spilt` only when somebody binds it. */
async function listen(): Promise<void> {
  const { exchange, events } = sandbox.topology('listener');
  await sandbox.withChannel(async (channel) => {
    await channel.assertExchange(exchange, 'topic', { durable: true });
    await channel.assertQueue(events, { durable: true });
    await channel.bindQueue(events, exchange, 'tea.made');
  });
}

async function hear(): Promise<number> {
  const { events } = sandbox.topology('listener');
  await sandbox.withChannel(async (channel) => {
    for (let got = await channel.get(events, { noAck: true }); got !== false;) {
      received.push({ ...got, fields: { ...got.fields, consumerTag: '' } });
      got = await channel.get(events, { noAck: true });
    }
  });
  return received.length;
}

beforeAll(async () => {
  sandbox = await Sandbox.open('outbox');
  await listen();
  options = {
    service: 'kitchen',
    amqpUrl: sandbox.amqpUrl,
    namespace: sandbox.name,
    database: true,
    ownerOf: () => 'kitchen',
  };
  relay = new OutboxRelay(sandbox.database, options);
  outbox = new Outbox(sandbox.database);
  transactions = new Transactions(sandbox.database, outbox, relay);
  inbox = new Inbox(sandbox.database, options, transactions);
  relay.start();
});

afterAll(async () => {
  await relay.stop();
  await sandbox.close(sandbox.topology('listener'));
});

describe('the outbox', () => {
  test('given a commit, then the event crosses with all its facts', async () => {
    await runInRequestContext({ requestId: 'r-7' }, () =>
      transactions.run((session) =>
        outbox.add(session, {
          type: 'tea.made',
          key: 'pot',
          seq: 3,
          payload: { cups: 2, milk: undefined },
        }),
      ),
    );
    await eventually('the event', async () => (await hear()) === 1);
    const { content, properties } = received[0]!;
    expect(content.toString()).toBe('{"cups":2}');
    expect(properties).toMatchObject({
      type: 'tea.made',
      deliveryMode: 2,
      headers: { 'x-request-id': 'r-7', 'x-key': 'pot', 'x-seq': 3 },
    });
    await eventually('it to be marked', async () => (await pending()) === 0);
    const row = await sandbox.database.collection<OutboxDocument>('outbox').findOne({ key: 'pot' });
    expect(row?._id).toBe(properties.messageId);
  });

  test('given an abort, then there is no event', async () => {
    const aborted = transactions.run(async (session) => {
      await outbox.add(session, made('nothing', 1));
      throw new Error('changed my mind');
    });
    await expect(aborted).rejects.toThrow('changed my mind');
    expect(await sandbox.database.collection('outbox').countDocuments({ key: 'nothing' })).toBe(0);
  });

  test('given the same key, seq and type twice, then the second transaction fails', async () => {
    await transactions.run((session) => outbox.add(session, made('twice', 1)));
    const again = transactions.run((session) => outbox.add(session, made('twice', 1)));
    await expect(
      again.catch((error: unknown) => isDuplicateKey(error, 'key_seq_type')),
    ).resolves.toBe(true);
  });

  test('given events written out of order, then they leave in order of their versions', async () => {
    await transactions.run((session) =>
      outbox.add(
        session,
        [7, 3, 10, 1, 9, 2].map((seq) => made('jumbled', seq)),
      ),
    );
    await eventually('all of them', async () => (await hear(), receivedOf('jumbled').length === 6));
    const order = receivedOf('jumbled').map(
      (message) => message.properties.headers?.['x-seq'] as number,
    );
    expect(order).toEqual([1, 2, 3, 7, 9, 10]);
  });

  test('given a type that nobody binds, then its key waits, the others go on, and after binding it leaves in order', async () => {
    await transactions.run((session) =>
      outbox.add(session, [
        { type: 'tea.spilt', key: 'spill', seq: 1, payload: { cups: 1 } },
        made('spill', 2),
        made('neighbour', 1),
      ]),
    );
    await eventually(
      'the neighbour',
      async () => (await hear(), receivedOf('neighbour').length === 1),
    );
    // It is heard before it is marked.
    await eventually('the neighbour to be marked', async () => (await pending()) === 2);
    expect(receivedOf('spill')).toEqual([]);
    expect((await relay.report()).oldestAgeMs).toBeGreaterThan(0);

    const { exchange, events } = sandbox.topology('listener');
    await sandbox.withChannel((channel) => channel.bindQueue(events, exchange, 'tea.spilt'));
    await eventually('both', async () => (await hear(), receivedOf('spill').length === 2));
    const types = receivedOf('spill').map((message) => message.properties.type as string);
    expect(types).toEqual(['tea.spilt', 'tea.made']);
    await eventually('none left', async () => (await relay.report()).pending === 0);
  });

  test('given an event of another process after a long rest, then it leaves within a second or so', async () => {
    await sleep(3_000);
    const elsewhere = new Transactions(
      sandbox.database,
      outbox,
      new OutboxRelay(sandbox.database, options),
    );
    const writtenAt = performance.now();
    await elsewhere.run((session) => outbox.add(session, made('elsewhere', 1)));
    await eventually('it', async () => (await hear(), receivedOf('elsewhere').length === 1));
    expect(performance.now() - writtenAt).toBeLessThan(2_000);
  });

  test('given a second relay, then it takes over when the first lets go', async () => {
    expect((await relay.report()).leader).toBe(true);
    const second = new OutboxRelay(sandbox.database, options);
    second.start();
    await relay.stop();
    await transactions.run((session) => outbox.add(session, made('later', 1)));
    await eventually('the event', async () => (await hear(), receivedOf('later').length === 1));
    expect((await second.report()).leader).toBe(true);
    await second.stop();
  });
});

test('a lease is held by one, renewed by its holder, and free when released', async () => {
  const first = new Lease(sandbox.database, 'job', 3_000);
  const second = new Lease(sandbox.database, 'job', 3_000);
  expect(await first.hold()).toBe(true);
  expect(await second.hold()).toBe(false);
  expect(await first.hold()).toBe(true);
  await first.release();
  expect(await second.hold()).toBe(true);
  expect(await first.hold()).toBe(false);
});

describe('the inbox', () => {
  const tally = () => sandbox.database.collection<{ _id: string; n: number }>('tally');
  const count = (messageId: string) =>
    inbox.process({ messageId }, async (session) => {
      await tally().updateOne({ _id: messageId }, { $inc: { n: 1 } }, { session });
    });

  test('given the same message ten times at once, then it is applied once', async () => {
    await tally().insertOne({ _id: 'm1', n: 0 });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => count('m1')));
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(9);
    expect(await tally().findOne({ _id: 'm1' })).toMatchObject({ n: 1 });
  });

  test('given work that failed, then it is not noted, and the next delivery applies it', async () => {
    await tally().insertOne({ _id: 'm2', n: 0 });
    const failed = inbox.process({ messageId: 'm2' }, () => Promise.reject(new Error('boom')));
    await expect(failed).rejects.toThrow('boom');
    expect(await count('m2')).toBe('applied');
  });
});

describe('a transaction', () => {
  test('given twenty that read and write the same document, then none is lost', async () => {
    const tallies = sandbox.database.collection<{ _id: string; n: number }>('tally');
    await tallies.insertOne({ _id: 'raced', n: 0 });
    const addOne = () =>
      transactions.run(
        async (session) => {
          const found = await tallies.findOne({ _id: 'raced' }, { session });
          await tallies.updateOne(
            { _id: 'raced' },
            { $set: { n: (found?.n ?? 0) + 1 } },
            { session },
          );
        },
        { timeoutMs: 20_000 },
      );
    await Promise.all(Array.from({ length: 20 }, addOne));
    expect(await tallies.findOne({ _id: 'raced' })).toMatchObject({ n: 20 });
  });

  test('given a duplicate key that is swallowed, then it fails in bounded time', async () => {
    const locks = sandbox.database.collection<{ _id: string }>('locks');
    await locks.insertOne({ _id: 'taken' });
    const startedAt = performance.now();
    const swallowing = transactions.run(
      async (session) => {
        await locks.insertOne({ _id: 'taken' }, { session }).catch(() => undefined);
      },
      { timeoutMs: 500 },
    );
    await expect(swallowing).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
