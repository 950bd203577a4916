import type { Channel, Options } from 'amqplib';
import { namespaced, type MessagingOptions } from './options';
import { SHARDS } from '../shards/shards';

const DELIVERY_LIMIT = 20;
const REQUEST_DEAD_LETTER_TTL_MS = 7 * 24 * 3_600_000;
/** So that no stranger on the queues fills the broker's disk: of more requests the oldest go. */
const MOST_REQUEST_DEAD_LETTERS = 10_000;
/** Of more events none goes: they wait in the queue that gave them up. */
const MOST_EVENT_DEAD_LETTERS = 100_000;
/** The header of an event that names its shard. Not `x-…`: these a headers exchange looks past. */
const SHARD = 'shard';

/** The names of everything one service declares at the broker. */
export interface Topology {
  exchange: string;
  deadLetterExchange: string;
  events: string;
  requests: string;
  retries: { delayMs: number; queue: string }[];
  /** Where replicas share the work; what has no shard, and what is tried again, goes by the queues for everybody. */
  shards?: {
    /** Sends events to their shards … */
    exchange: string;
    /** … and those that name none, of senders of before, to everybody. */
    unnamed: string;
    queues: { events: string; requests: string }[];
  };
}

export function topologyOf(
  options: Pick<MessagingOptions, 'service' | 'namespace' | 'sharding'>,
  retryDelaysMs: number[],
): Topology {
  const events = namespaced(options, `${options.service}.events`);
  return {
    ...(options.sharding?.shares(options.service) === true && { shards: shardsOf(options) }),
    exchange: eventsExchange(options),
    deadLetterExchange: namespaced(options, 'demerit.dlx'),
    events,
    requests: requestsQueue(options, options.service),
    retries: retryDelaysMs.map((delayMs) => ({ delayMs, queue: `${events}.retry.${delayMs}` })),
  };
}

function shardsOf(options: Pick<MessagingOptions, 'service' | 'namespace'>) {
  const own = (name: string) => namespaced(options, `${options.service}.${name}`);
  return {
    exchange: own('shards'),
    unnamed: own('shards.unnamed'),
    queues: Array.from({ length: SHARDS }, (_, shard) => ({
      events: own(`events.${shard}`),
      requests: requestsQueue(options, options.service, shard),
    })),
  };
}

/** A queue that belongs to one service. */
export interface OwnQueue {
  queue: string;
  kind: 'requests' | 'events' | 'retry' | 'dead-letters';
}

/** What `assertTopology` declares. */
export function queuesOf(
  { events, requests, retries, shards }: Topology,
  wanted: { events: boolean; requests: boolean },
): OwnQueue[] {
  const queues: OwnQueue[] = [];
  if (wanted.requests) {
    queues.push({ queue: requests, kind: 'requests' });
    for (const shard of shards?.queues ?? [])
      queues.push({ queue: shard.requests, kind: 'requests' });
    queues.push({ queue: deadLettersOf(requests), kind: 'dead-letters' });
  }
  if (wanted.events) {
    queues.push({ queue: events, kind: 'events' });
    for (const shard of shards?.queues ?? []) queues.push({ queue: shard.events, kind: 'events' });
    queues.push(...retries.map(({ queue }) => ({ queue, kind: 'retry' as const })));
    queues.push({ queue: deadLettersOf(events), kind: 'dead-letters' });
  }
  return queues;
}

/** What `assertTopology` declares, in an order in which it can go. */
export function exchangesOf({ exchange, deadLetterExchange, shards }: Topology): string[] {
  const ofShards = shards ? [shards.exchange, shards.unnamed] : [];
  return [exchange, deadLetterExchange, ...ofShards];
}

export function eventsExchange(options: Pick<MessagingOptions, 'namespace'>): string {
  return namespaced(options, 'demerit.events');
}

/** Of a shard, or for whoever is free. */
export function requestsQueue(
  options: Pick<MessagingOptions, 'namespace'>,
  service: string,
  shard?: number,
): string {
  return namespaced(options, `${service}.requests${shard === undefined ? '' : `.${shard}`}`);
}

/** By which an event is brought to its shard. */
export function shardHeader(shard: number | undefined): { [SHARD]?: string } {
  return shard === undefined ? {} : { [SHARD]: String(shard) };
}

/** The queue by which a replica shows which slot it has; nobody reads it. */
export function slotQueue(
  options: Pick<MessagingOptions, 'namespace' | 'service'>,
  slot: number,
): string {
  return namespaced(options, `${options.service}.slot.${slot}`);
}

/** The queue by which a relay shows that it is there; nobody reads it. */
export function relayQueue(
  options: Pick<MessagingOptions, 'namespace' | 'service'>,
  id: string,
): string {
  return namespaced(options, `${options.service}.relay.${id}`);
}

/** The queue of what `queue` could not deliver. */
export function deadLettersOf(queue: string): string {
  return `${queue}.dead-letters`;
}

/** Its routing key at the dead letter exchange, and what its queue was called before it had a limit. */
export function deadLetterKeyOf(queue: string): string {
  return `${queue}.dlq`;
}

/**
 * Declares the same on every boot and every broker version; changed arguments would fail with 406, so
 * a change needs a new queue name. Dead letters come first: a queue must never point at nothing.
 */
export async function assertTopology(
  channel: Channel,
  topology: Topology,
  wanted: { eventTypes: string[]; requests: boolean; isSharded?: (eventType: string) => boolean },
): Promise<void> {
  const { exchange, deadLetterExchange, events, requests, shards } = topology;
  await channel.assertExchange(exchange, 'topic', { durable: true });
  await channel.assertExchange(deadLetterExchange, 'direct', { durable: true });
  if (wanted.requests) {
    // What is in a request may be personal, so its dead letters do not stay for ever.
    await assertDeadLetters(channel, topology, requests, {
      'x-message-ttl': REQUEST_DEAD_LETTER_TTL_MS,
      'x-max-length': MOST_REQUEST_DEAD_LETTERS,
    });
    await channel.assertQueue(requests, { durable: true });
    for (const shard of shards?.queues ?? [])
      await channel.assertQueue(shard.requests, { durable: true });
  }
  if (wanted.eventTypes.length === 0) return;
  await assertDeadLetters(channel, topology, events, {
    'x-max-length': MOST_EVENT_DEAD_LETTERS,
    'x-overflow': 'reject-publish',
  });
  await channel.assertQueue(events, quorum(deadLetterExchange, deadLetterKeyOf(events)));
  for (const retry of topology.retries) {
    const options = quorum('', events, { 'x-message-ttl': retry.delayMs });
    await channel.assertQueue(retry.queue, options);
  }
  const sharded = shards ? wanted.eventTypes.filter((type) => wanted.isSharded?.(type)) : [];
  for (const type of wanted.eventTypes.filter((one) => !sharded.includes(one)))
    await channel.bindQueue(events, exchange, type);
  if (shards) await assertShards(channel, topology, shards, sharded);
}

/** The queues that share events, and the way to them, which has no gap for what was bound to one queue before. */
async function assertShards(
  channel: Channel,
  { exchange, deadLetterExchange, events }: Topology,
  shards: NonNullable<Topology['shards']>,
  types: string[],
): Promise<void> {
  await channel.assertExchange(shards.unnamed, 'fanout', { durable: true });
  await channel.bindQueue(events, shards.unnamed, '');
  const alternateExchange = shards.unnamed;
  await channel.assertExchange(shards.exchange, 'headers', { durable: true, alternateExchange });
  for (const [shard, { events: queue }] of shards.queues.entries()) {
    const inOrder = { 'x-single-active-consumer': true };
    const options = quorum(deadLetterExchange, deadLetterKeyOf(events), inOrder);
    await channel.assertQueue(queue, options);
    await channel.bindQueue(queue, shards.exchange, '', {
      'x-match': 'all',
      ...shardHeader(shard),
    });
  }
  for (const type of types) {
    await channel.bindExchange(shards.exchange, exchange, type);
    await channel.unbindQueue(events, exchange, type);
  }
}

async function assertDeadLetters(
  channel: Channel,
  topology: Topology,
  queue: string,
  more: Record<string, number | string>,
): Promise<void> {
  const deadLetters = deadLettersOf(queue);
  await channel.assertQueue(deadLetters, {
    durable: true,
    arguments: { 'x-queue-type': 'quorum', ...more },
  });
  await channel.bindQueue(deadLetters, topology.deadLetterExchange, deadLetterKeyOf(queue));
}

function quorum(
  deadLetterExchange: string,
  deadLetterRoutingKey: string,
  more: Record<string, number | boolean> = {},
): Options.AssertQueue {
  return {
    durable: true,
    arguments: {
      'x-queue-type': 'quorum',
      'x-delivery-limit': DELIVERY_LIMIT,
      'x-dead-letter-exchange': deadLetterExchange,
      'x-dead-letter-routing-key': deadLetterRoutingKey,
      // At least once asks for reject-publish: a dead letter waits rather than being dropped.
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
      ...more,
    },
  };
}
