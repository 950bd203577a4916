import type { Duplex } from 'node:stream';
import { Logger } from '@nestjs/common';
import type { Channel, ChannelModel } from 'amqplib';
import { eventually, Sandbox, SILENT } from '../../test/stack';
import { BrokerConnection } from './connection';

jest.setTimeout(60_000);

Logger.overrideLogger(SILENT);
let sandbox: Sandbox;
let broker: BrokerConnection;
let channels: Channel[];
let queue: string;
let writes = 0;
const received: string[] = [];

/** Counts what reaches the socket: one call is one system call, however many frames it holds. */
function countWrites({ connection }: ChannelModel): void {
  const { stream } = connection as unknown as { stream: Duplex };
  const one = stream._write.bind(stream);
  const many = stream._writev?.bind(stream);
  if (many === undefined) throw new Error('the socket cannot write several pieces at once');
  stream._write = (...given) => {
    writes += 1;
    one(...given);
  };
  stream._writev = (...given) => {
    writes += 1;
    many(...given);
  };
}

async function openChannels(connection: ChannelModel): Promise<void> {
  countWrites(connection);
  channels = [await connection.createChannel(), await connection.createConfirmChannel()];
  const [channel] = channels as [Channel, Channel];
  ({ queue } = await channel.assertQueue('', { exclusive: true }));
  const receive = (text: string | undefined) => void received.push(String(text));
  await channel.consume(queue, (message) => receive(message?.content.toString()), { noAck: true });
}

function send(channel: Channel | undefined, text: string): void {
  channel?.sendToQueue(queue, Buffer.from(text));
}

beforeAll(async () => {
  sandbox = await Sandbox.open('connection');
  broker = new BrokerConnection('connection', sandbox.amqpUrl, {
    open: openChannels,
    lost: () => undefined,
  });
  broker.start();
  await broker.whenOpen();
});

beforeEach(() => (writes = received.length = 0));

afterAll(async () => {
  await broker.close();
  await sandbox.close();
});

describe('messages sent in one go', () => {
  test('given 50, then they leave in less than 10 writes and arrive in order', async () => {
    const texts = Array.from({ length: 50 }, (_, i) => `message ${i}`);
    texts.forEach((text) => send(channels[0], text));
    await eventually('all to arrive', () => received.length === 50);
    expect(received).toEqual(texts);
    expect(writes).toBeGreaterThan(0);
    expect(writes).toBeLessThan(10);
  });

  test('given two channels, then what both send leaves together', async () => {
    for (let i = 0; i < 25; i += 1) channels.forEach((channel) => send(channel, 'x'));
    await eventually('all to arrive', () => received.length === 50);
    expect(writes).toBeLessThan(10);
  });

  test('given more than the socket takes at once, then all of it arrives in order', async () => {
    const texts = Array.from({ length: 300 }, (_, i) => `${i} `.padEnd(10_000, 'x'));
    texts.forEach((text) => send(channels[0], text));
    await eventually('all to arrive', () => received.length === 300);
    expect(received).toEqual(texts);
  });
});

test('given a request alone, then it is answered', async () => {
  await expect(channels[0]?.checkQueue(queue)).resolves.toMatchObject({ queue });
  expect(writes).toBeGreaterThan(0);
});

test('given the connection is closed with messages just sent, then they arrive first', async () => {
  const kept = `${sandbox.name}.kept`;
  await sandbox.withChannel((channel) => channel.assertQueue(kept, { durable: false }));
  let sending: ChannelModel | undefined;
  const leaving = new BrokerConnection('leaving', sandbox.amqpUrl, {
    open: (connection) => Promise.resolve(void (sending = connection)),
    lost: () => undefined,
  });
  leaving.start();
  await leaving.whenOpen();
  const channel = await sending?.createChannel();
  for (let i = 0; i < 50; i += 1) channel?.sendToQueue(kept, Buffer.from(String(i)));
  await channel?.close();
  await leaving.close();
  const bodies = (await sandbox.takeAll(kept)).map(({ body }) => Number(body));
  expect(bodies).toEqual(Array.from({ length: 50 }, (_, i) => i));
  await sandbox.withChannel((own) => own.deleteQueue(kept));
});
