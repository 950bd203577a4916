import { eventsExchange } from '@demerit/messaging';
import { connect, type ConsumeMessage } from 'amqplib';
import { readJson } from '../home/files';
import { stackHome } from '../home/home';
import type { DataElsewhere } from '../home/stack-file';
import { neededStack } from './token';
import { Failure, say } from '../home/terminal';

/** `./dev events`: every event as it crosses the queues, one plain line each, until ctrl-C. */
export async function events(): Promise<void> {
  const home = stackHome();
  const { amqpUrl } = neededStack(home);
  const elsewhere = readJson(home.elsewhereFile) as DataElsewhere | undefined;
  const exchange = eventsExchange(elsewhere?.queues ?? {});
  const connection = await connect(amqpUrl, { noDelay: true, timeout: 5_000 });
  const channel = await connection.createChannel();
  // Of this command alone: the queue vanishes with the connection and no service ever waits for it.
  const { queue } = await channel.assertQueue('', {
    exclusive: true,
    autoDelete: true,
    durable: false,
  });
  await channel.bindQueue(queue, exchange, '#');
  await channel.consume(
    queue,
    (message) => {
      if (message) say(eventLine(message));
    },
    { noAck: true },
  );
  await new Promise<void>((resolve, reject) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    connection.on('error', () => undefined);
    connection.once('close', () => {
      reject(new Failure('The broker closed the connection.'));
    });
  });
}

/** Time, type, the ids it names, and the request it came from. */
export function eventLine({
  properties,
  content,
}: Pick<ConsumeMessage, 'properties' | 'content'>): string {
  const headers: Record<string, unknown> = properties.headers ?? {};
  const request = headers['x-request-id'];
  return [
    new Date().toISOString().slice(11, 23),
    String(properties.type ?? '(no type)').padEnd(28),
    ...idsIn(content),
    typeof request === 'string' ? `request ${request}` : 'no request id',
  ].join('  ');
}

function idsIn(content: Buffer): string[] {
  try {
    const body = JSON.parse(content.toString('utf8')) as unknown;
    if (typeof body !== 'object' || body === null) return ['(not an object)'];
    return Object.entries(body)
      .filter(([field, value]) => field.endsWith('Id') && typeof value === 'string')
      .map(([field, value]) => `${field}=${String(value)}`);
  } catch {
    return ['(not JSON)'];
  }
}
