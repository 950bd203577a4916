import type { Channel } from 'amqplib';
import { RETRY_DELAYS_MS } from './options';
import { assertTopology, topologyOf } from './topology';

type Arguments = Record<string, unknown>;

/** What is asked of the broker: arguments of each queue, and each binding. */
async function declaredBy(
  options: Parameters<typeof topologyOf>[0],
  wanted: Parameters<typeof assertTopology>[2],
) {
  const queues: Record<string, Arguments> = {};
  const bindings: string[] = [];
  const bind = (way: string) => async (to: string, from: string, key: string, by?: Arguments) => {
    bindings.push(`${from} ${way} ${to}: ${by ? JSON.stringify(by) : key}`);
  };
  const channel = {
    assertExchange: async () => undefined,
    bindQueue: bind('→'),
    bindExchange: bind('⇒'),
    unbindQueue: bind('no longer →'),
    assertQueue: async (queue: string, { arguments: given }: { arguments?: Arguments }) => {
      queues[queue] = given ?? {};
    },
  } as unknown as Channel;
  await assertTopology(channel, topologyOf(options, RETRY_DELAYS_MS), wanted);
  return { queues, bindings };
}

/** A queue that is there with other arguments refuses the declaration, and the service with it: these stay. */
it('the queues are declared with these arguments', async () => {
  const wanted = { eventTypes: ['payment.settled'], requests: true };
  const { queues } = await declaredBy({ service: 'ledger' }, wanted);
  const kept = Object.entries(queues).map(([queue, options]) => [
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

const SHARDING = {
  fieldOf: (type: string) => (type === 'payment.settled' ? 'licenceId' : undefined),
  shares: (service: string) => service === 'ledger',
};
const WANTED = {
  eventTypes: ['payment.settled', 'vehicle.changed'],
  requests: true,
  isSharded: (type: string) => SHARDING.fieldOf(type) !== undefined,
};

it('where replicas share the work, each shard has its queues, one consumer at a time has its events, and what comes to nothing goes to the one dead letter queue', async () => {
  const { queues, bindings } = await declaredBy({ service: 'ledger', sharding: SHARDING }, WANTED);
  const ofShards = Object.entries(queues).filter(([queue]) => /\.\d$/.test(queue));
  expect(ofShards.map(([queue]) => queue)).toEqual([
    ...Array.from({ length: 8 }, (_, shard) => `ledger.requests.${shard}`),
    ...Array.from({ length: 8 }, (_, shard) => `ledger.events.${shard}`),
  ]);
  expect(queues['ledger.requests.3']).toEqual({});
  expect(queues['ledger.events.3']).toEqual({
    ...queues['ledger.events'],
    'x-single-active-consumer': true,
  });
  expect(bindings.filter((binding) => binding.includes('demerit.events '))).toEqual([
    'demerit.events → ledger.events: vehicle.changed',
    'demerit.events ⇒ ledger.shards: payment.settled',
    'demerit.events no longer → ledger.events: payment.settled',
  ]);
  expect(bindings).toContain('ledger.shards → ledger.events.3: {"x-match":"all","shard":"3"}');
});

it('a service whose replicas share nothing has what others share in its one queue', async () => {
  const { queues, bindings } = await declaredBy(
    { service: 'payments', sharding: SHARDING },
    WANTED,
  );
  expect(Object.keys(queues).filter((queue) => /\.\d$/.test(queue))).toEqual([]);
  expect(bindings).toContain('demerit.events → payments.events: payment.settled');
});
