import { requestTypesOf, SERVICES } from '@demerit/contracts';
import { deadLettersOf, eventsExchange } from '@demerit/messaging';
import { connect, type Channel, type ChannelModel, type ConfirmChannel } from 'amqplib';
import { setTimeout as pause } from 'node:timers/promises';
import type { StackFile } from '../../dev/home/stack-file';
import { malformed, MARK, type Fate } from './malformed';

const LADDER_MS = [1_000, 5_000, 30_000, 120_000, 600_000];
/** Without any change. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 250;
/** What waits in a queue at once: it is about what is ill-formed, not about how many come at a time. */
const AT_ONCE = 200;
const TAKEN_WITHIN_MS = 60_000;

export interface Flooded {
  queue: string;
  /** By what must become of them. */
  sent: Record<Fate, number>;
  answered: number;
  deadLetters: number;
  /** On the ladder of what is tried again, though none of these can ever succeed. */
  climbing: number;
}

export interface Flood {
  /** On every queue. */
  count: number;
  seed: number;
  /** Called after each queue. */
  said?: (one: Flooded) => void;
}

/** Sends malformed messages to every queue of requests and of events, and counts what became of them. What it leaves among the dead letters it takes away. */
export async function flood(
  stack: Pick<StackFile, 'amqpUrl' | 'rabbitManagementUrl'>,
  { count, seed, said }: Flood,
): Promise<Flooded[]> {
  // Else each message that is taken away waits 40 ms for the one before to be confirmed.
  const connection = await connect(stack.amqpUrl, { noDelay: true });
  try {
    const done: Flooded[] = [];
    for (const target of await targetsOf(stack)) {
      const flooded = await one(connection, { ...target, count, seed: seed + done.length });
      said?.(flooded);
      done.push(flooded);
    }
    return done;
  } finally {
    await connection.close();
  }
}

interface Target {
  queue: string;
  kind: 'requests' | 'events';
  types: readonly string[];
}

async function targetsOf(stack: Pick<StackFile, 'rabbitManagementUrl'>): Promise<Target[]> {
  const requests = SERVICES.map((service): Target => {
    return { queue: `${service}.requests`, kind: 'requests', types: requestTypesOf(service) };
  });
  const events = [...(await boundTypes(stack))].map(([queue, types]): Target => {
    return { queue, kind: 'events', types };
  });
  return [...requests, ...events.filter(({ queue }) => queue.endsWith('.events'))];
}

async function one(
  connection: ChannelModel,
  { queue, kind, types, count, seed }: Target & { count: number; seed: number },
): Promise<Flooded> {
  const channel = await connection.createConfirmChannel();
  const { queue: replyTo } = await channel.assertQueue('', { exclusive: true });
  let answered = 0;
  await channel.consume(replyTo, () => (answered += 1), { noAck: true });
  const list = malformed({ kind, types, replyTo }, count, seed);
  const sent: Flooded['sent'] = { answered: 0, 'answered to nobody': 0, 'dead letter': 0 };
  for (const { fate } of list) sent[fate] += 1;
  const ladder = kind === 'events' ? LADDER_MS.map((ms) => `${queue}.retry.${String(ms)}`) : [];
  const before = await depths(channel, queue, ladder);
  await publish(channel, queue, list);
  const look = async (): Promise<Flooded> => {
    const now = await depths(channel, queue, ladder);
    const deadLetters = now.deadLetters - before.deadLetters;
    return { queue, sent, answered, deadLetters, climbing: now.climbing - before.climbing };
  };
  const flooded = await settled(look);
  await takeAway(channel, deadLettersOf(queue));
  await channel.close();
  return flooded;
}

/** Whether each message had the fate that it must have. */
export function isSettled({ sent, answered, deadLetters, climbing }: Flooded): boolean {
  return answered === sent.answered && deadLetters === sent['dead letter'] && climbing === 0;
}

/** As it is when all have had their fate, or when nothing has changed for long. */
async function settled(look: () => Promise<Flooded>): Promise<Flooded> {
  let flooded = await look();
  let since = performance.now();
  while (!isSettled(flooded) && performance.now() - since < PATIENCE_MS) {
    await pause(LOOK_MS);
    const now = await look();
    if (lineOf(now) !== lineOf(flooded)) since = performance.now();
    flooded = now;
  }
  return flooded;
}

async function publish(
  channel: ConfirmChannel,
  queue: string,
  list: ReturnType<typeof malformed>,
): Promise<void> {
  for (const [number, { content, properties }] of list.entries()) {
    channel.sendToQueue(queue, content, properties);
    if (number % AT_ONCE === AT_ONCE - 1) await taken(channel, queue);
  }
  await channel.waitForConfirms();
}

/** When the service has taken what was sent; whoever asks it meanwhile waits behind no more than that. */
async function taken(channel: ConfirmChannel, queue: string): Promise<void> {
  await channel.waitForConfirms();
  const until = performance.now() + TAKEN_WITHIN_MS;
  while ((await channel.checkQueue(queue)).messageCount > 0 && performance.now() < until)
    await pause(LOOK_MS / 10);
}

async function depths(
  channel: Channel,
  queue: string,
  ladder: string[],
): Promise<{ deadLetters: number; climbing: number }> {
  const depth = async (name: string) => (await channel.checkQueue(name)).messageCount;
  let climbing = 0;
  for (const step of ladder) climbing += await depth(step);
  return { deadLetters: await depth(deadLettersOf(queue)), climbing };
}

/** What bears the mark; what others left stays. */
async function takeAway(channel: Channel, queue: string): Promise<void> {
  const others: Parameters<Channel['nack']>[0][] = [];
  for (let got = await channel.get(queue); got !== false; got = await channel.get(queue)) {
    if (got.properties.headers?.[MARK] === true) channel.ack(got);
    else others.push(got);
  }
  for (const message of others) channel.nack(message, false, true);
}

/** The types of events by the queue that they are bound to, as the broker says. */
async function boundTypes({
  rabbitManagementUrl: url,
}: Pick<StackFile, 'rabbitManagementUrl'>): Promise<Map<string, string[]>> {
  const authorization = `Basic ${Buffer.from('guest:guest').toString('base64')}`;
  const path = `/api/exchanges/%2F/${eventsExchange({})}/bindings/source`;
  const response = await fetch(url + path, { headers: { authorization } });
  const bindings = (await response.json()) as { destination: string; routing_key: string }[];
  const types = new Map<string, string[]>();
  for (const { destination, routing_key: type } of bindings) {
    // What replicas share comes to the queue for everybody when it is tried again.
    const queue = destination.replace(/\.shards$/, '.events');
    types.set(queue, [...(types.get(queue) ?? []), type]);
  }
  return types;
}

/** How a queue's count reads. */
export function lineOf({ queue, sent, answered, deadLetters, climbing }: Flooded): string {
  const [toNobody, dead] = [sent['answered to nobody'], sent['dead letter']];
  const wanted = `${String(sent.answered + toNobody + dead)} sent`;
  const ladder = climbing === 0 ? '' : `, ${String(climbing)} tried again`;
  return `${queue}: ${wanted} = ${String(answered)} of ${String(sent.answered)} answered + ${String(toNobody)} answered to nobody + ${String(deadLetters)} of ${String(dead)} dead letters${ladder}`;
}
