import { randomUUID } from 'node:crypto';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { stackUnderTest } from '../../../../tools/dev/home/under-test';
import { Broker, type ServiceQueue } from '../stores/broker';
import { CliConfig } from '../cli.config';
import { DeadLetters, type Taken } from './dead-letters';

jest.setTimeout(60_000);

describe('dead letters at the broker', () => {
  const namespace = `dlq-${randomUUID().slice(0, 8)}`;
  const home = `${namespace}.ledger.events`;
  let broker: Broker;
  let letters: DeadLetters;
  let queue: ServiceQueue;
  let connection: ChannelModel;
  let channel: Channel;

  beforeAll(async () => {
    const config = Object.assign(new CliConfig(), {
      rabbitmqUrl: stackUnderTest().amqpUrl,
      amqpNamespace: namespace,
    });
    broker = new Broker(config);
    letters = new DeadLetters(broker);
    queue = letters.queueNamed('ledger');
    connection = await connect(stackUnderTest().amqpUrl, { noDelay: true });
    channel = await connection.createChannel();
    const quorum = { durable: true, arguments: { 'x-queue-type': 'quorum' } };
    for (const name of [home, queue.queue]) await channel.assertQueue(name, quorum);
  });

  beforeEach(async () => {
    for (const name of [home, queue.queue]) await channel.purgeQueue(name);
    for (const messageId of ['m1', 'm2', 'm3']) {
      channel.sendToQueue(queue.queue, Buffer.from(JSON.stringify({ messageId })), {
        messageId,
        type: messageId === 'm3' ? 'points.recorded' : 'payment.settled',
        headers: { 'x-attempt': 5, 'x-dead-letter-reason': 'retries-used-up', 'x-key': 'ord_1' },
        persistent: true,
      });
    }
    await holds(queue.queue, 3);
  });

  afterAll(async () => {
    for (const name of [home, queue.queue]) await channel.deleteQueue(name);
    await connection.close();
    await broker.onModuleDestroy();
  });

  async function holds(name: string, count: number): Promise<void> {
    const deadline = performance.now() + 5_000;
    for (;;) {
      const { messageCount } = await channel.checkQueue(name);
      if (messageCount === count) return;
      if (performance.now() > deadline) expect(messageCount).toBe(count);
    }
  }

  async function peek(): Promise<string[]> {
    const seen: string[] = [];
    const tell = ({ letter }: Taken) => void seen.push(letter.messageId);
    await letters.go(queue, {}, 'keep', tell);
    return seen;
  }

  it('are all still there after more looks than the broker puts a message back', async () => {
    for (let look = 1; look <= 30; look += 1) {
      await holds(queue.queue, 3);
      expect((await peek()).sort()).toEqual(['m1', 'm2', 'm3']);
    }
    await holds(queue.queue, 3);
  });

  it('go home under their own ids when replayed, those selected alone', async () => {
    await letters.go(queue, { type: 'payment.settled' }, 'replay', () => undefined);
    await holds(home, 2);
    await holds(queue.queue, 1);
    const message = await channel.get(home, { noAck: true });
    if (message === false) throw new Error('nothing came');
    const { messageId, headers } = message.properties as { messageId: string; headers: object };
    expect(messageId).toBe('m1');
    expect(message.content.toString()).toBe('{"messageId":"m1"}');
    // Nothing of its death; the second is the publisher's own, by which it would know the message if it came back.
    expect(headers).toEqual({ 'x-key': 'ord_1', 'x-publish-id': expect.any(String) as string });
  });

  it('stay when their home is gone: nothing is taken before it is somewhere else', async () => {
    await channel.deleteQueue(home);
    const replaying = letters.go(queue, {}, 'replay', () => undefined);
    await expect(replaying).rejects.toThrow('no queue is bound for it');
    await holds(queue.queue, 3);
    await channel.assertQueue(home, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  });

  it('end when purged, those selected alone', async () => {
    await letters.go(queue, { id: 'm2' }, 'drop', () => undefined);
    await holds(queue.queue, 2);
    expect((await peek()).sort()).toEqual(['m1', 'm3']);
  });
});
