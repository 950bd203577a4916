/** M1: as little as a request over amqplib can be: direct reply-to, manual ack, TCP_NODELAY, JSON. */
import { randomUUID } from 'node:crypto';
import { connect, type Options } from 'amqplib';
import { keepInFlight, type Load } from '../contest/load';
import {
  checkEcho,
  echo,
  echoOf,
  type Echo,
  type EchoSettings,
  type Requester,
  type Responder,
} from './echo';

const REPLY_TO = 'amq.rabbitmq.reply-to';
const PREFETCH = 64;

async function respond({ amqpUrl, queue }: EchoSettings): Promise<Responder> {
  const connection = await connect(amqpUrl, { noDelay: true });
  const channel = await connection.createChannel();
  await channel.assertQueue(queue, { durable: true });
  await channel.prefetch(PREFETCH);
  let answered = 0;
  await channel.consume(queue, (message) => {
    if (message === null) throw new Error('the consumer was cancelled');
    answered += 1;
    const body = JSON.parse(message.content.toString()) as Echo;
    const properties: Options.Publish = message.properties;
    const { replyTo = '', correlationId = '' } = properties;
    const content = Buffer.from(JSON.stringify(body));
    channel.publish('', replyTo, content, { correlationId });
    channel.ack(message);
  });
  let taken = 0;
  await channel.assertExchange(exchangeOf(queue), 'topic', { durable: true });
  await channel.assertQueue(eventsOf(queue), { durable: true });
  await channel.bindQueue(eventsOf(queue), exchangeOf(queue), 'echoed');
  await channel.consume(eventsOf(queue), (message) => {
    if (message === null) throw new Error('the consumer was cancelled');
    const { index } = JSON.parse(message.content.toString()) as Echo;
    if (index >= 0) taken += 1;
    channel.ack(message);
  });
  return { answered: async () => answered, taken: async () => taken };
}

async function request({ amqpUrl, queue }: EchoSettings): Promise<Requester> {
  const connection = await connect(amqpUrl, { noDelay: true });
  const channel = await connection.createChannel();
  const asked = new Map<string, (reply: Echo) => void>();
  const hear = (correlationId: string, content: Buffer): void => {
    const resolve = asked.get(correlationId);
    asked.delete(correlationId);
    resolve?.(JSON.parse(content.toString()) as Echo);
  };
  await channel.consume(
    REPLY_TO,
    (message) => message && hear(String(message.properties.correlationId), message.content),
    { noAck: true },
  );
  const ask = (body: Echo): Promise<Echo> =>
    new Promise((resolve) => {
      const correlationId = randomUUID();
      asked.set(correlationId, resolve);
      const content = Buffer.from(JSON.stringify(body));
      channel.publish('', queue, content, { correlationId, replyTo: REPLY_TO });
    });
  const confirming = await connection.createConfirmChannel();
  const publish = (body: Echo): Promise<void> =>
    new Promise((resolve, reject) => {
      const content = Buffer.from(JSON.stringify(body));
      const sent = { persistent: true, mandatory: true, messageId: randomUUID() };
      confirming.publish(exchangeOf(queue), 'echoed', content, sent, (error: Error | null) =>
        error === null ? resolve() : reject(error),
      );
    });
  return {
    drive: (load: Load) =>
      keepInFlight(load, async (index) => checkEcho(index, await ask(echoOf(index)))),
    publish: (load: Load) => keepInFlight(load, (index) => publish(echoOf(index))),
  };
}

function exchangeOf(queue: string): string {
  return `${queue}.exchange`;
}

function eventsOf(queue: string): string {
  return `${queue}.events`;
}

echo({ respond, request });
