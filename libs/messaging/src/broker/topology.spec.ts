import type { Channel } from 'amqplib';
import { RETRY_DELAYS_MS } from './options';
import { assertTopology, topologyOf } from './topology';

/** A queue that is there with other arguments refuses the declaration, and the service with it: these stay. */
it('the queues are declared with these arguments', async () => {
  const declared: Record<string, Record<string, unknown>> = {};
  const channel = {
    assertExchange: async () => undefined,
    bindQueue: async () => undefined,
    assertQueue: async (queue: string, options: { arguments?: Record<string, unknown> }) => {
      declared[queue] = options.arguments ?? {};
    },
  } as unknown as Channel;
  const topology = topologyOf({ service: 'ledger' }, RETRY_DELAYS_MS);
  await assertTopology(channel, topology, { eventTypes: ['payment.settled'], requests: true });
  const kept = Object.entries(declared).map(([queue, options]) => [
    queue,
    options['x-message-ttl'],
    options['x-delivery-limit'],
    options['x-max-length'],
    options['x-dead-letter-routing-key'],
  ]);
  expect(kept).toEqual([
    ['ledger.requests.dead-letters', 604_800_000, undefined, 10_000, undefined],
    ['ledger.requests', undefined, undefined, undefined, undefined],
    ['ledger.events.dead-letters', undefined, undefined, 100_000, undefined],
    ['ledger.events', undefined, 20, undefined, 'ledger.events.dlq'],
    ['ledger.events.retry.1000', 1_000, 20, undefined, 'ledger.events'],
    ['ledger.events.retry.5000', 5_000, 20, undefined, 'ledger.events'],
    ['ledger.events.retry.30000', 30_000, 20, undefined, 'ledger.events'],
    ['ledger.events.retry.120000', 120_000, 20, undefined, 'ledger.events'],
    ['ledger.events.retry.600000', 600_000, 20, undefined, 'ledger.events'],
  ]);
});
