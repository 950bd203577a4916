import { Logger } from '@nestjs/common';
import { deadLettersOf } from '../src/broker/topology';
import { Child } from './child';
import type { Effect } from './consumer';
import { eventually, Sandbox, SILENT } from './stack';

jest.setTimeout(60_000);

const RETRY_DELAYS_MS = [50, 100, 200];

Logger.overrideLogger(SILENT);
const consumers: Child[] = [];
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await Sandbox.open('duplicates');
  for (const name of ['effects', 'attempts']) await sandbox.database.createCollection(name);
  const { amqpUrl, mongoUrl, name } = sandbox;
  const settings = {
    amqpUrl,
    mongoUrl,
    sandbox: name,
    prefetch: 16,
    retryDelaysMs: RETRY_DELAYS_MS,
  };
  for (let started = 0; started < 4; started += 1) consumers.push(new Child('consumer', settings));
  const { events } = sandbox.topology('consumer');
  const consuming = async () =>
    sandbox.withChannel(async (channel) => (await channel.checkQueue(events)).consumerCount);
  await eventually('four consumers', async () => (await consuming()) === 4, 30_000);
}, 60_000);

afterAll(async () => {
  consumers.forEach((consumer) => consumer.kill());
  await sandbox.close(sandbox.topology('consumer', RETRY_DELAYS_MS));
});

const effectsOf = (counter: string) =>
  sandbox.database.collection<Effect>('effects').find({ counter }).toArray();

/** To the queue itself, as anybody with a password for the broker could. */
async function put(messageId: string, type: string, body: string, copies = 1): Promise<void> {
  const { events } = sandbox.topology('consumer');
  await sandbox.withChannel(async (channel) => {
    for (let copy = 0; copy < copies; copy += 1) {
      channel.sendToQueue(events, Buffer.from(body), { messageId, type, persistent: true });
    }
  });
}

const raised = (counter: string) => JSON.stringify({ counter, by: 1 });

test('given the same event 100 times over 4 consumers, then it has one effect', async () => {
  const { events } = sandbox.topology('consumer');
  await put('same', 'counter.raised', raised('duplicated'), 100);
  await eventually('the effect', async () => (await effectsOf('duplicated')).length > 0);
  await eventually('an empty queue', async () => (await sandbox.depth(events)) === 0);
  await put('last', 'counter.raised', raised('sentinel'), 4);
  await eventually('what came after it', async () => (await effectsOf('sentinel')).length > 0);
  expect(await effectsOf('duplicated')).toMatchObject([{ messageId: 'same' }]);
  expect(await sandbox.depth(deadLettersOf(events))).toBe(0);
});

test('given poison among good events, then it is a dead letter for its own reason, and the good ones are applied', async () => {
  const deadLetters = deadLettersOf(sandbox.topology('consumer').events);
  const attemptsAt = (messageId: string) =>
    sandbox.database
      .collection<{ attempt: number }>('attempts')
      .find({ messageId })
      .sort({ attempt: 1 })
      .toArray();
  const startedAt = performance.now();
  for (let good = 0; good < 20; good += 1)
    await put(`before-${good}`, 'counter.raised', raised('good'));
  await put('malformed', 'counter.raised', '{"counter":');
  await put('unknown', 'counter.sold', '{}');
  await put('invalid', 'counter.raised', '{"counter":"good","by":"much"}');
  await put('unforeseen', 'counter.raised', '{"counter":"good","by":1,"colour":"red"}');
  await put('cursed', 'counter.cursed', '{}');
  for (let good = 0; good < 20; good += 1)
    await put(`after-${good}`, 'counter.raised', raised('good'));

  await eventually('the good ones', async () => (await effectsOf('good')).length === 40);
  await eventually('the dead letters', async () => (await sandbox.depth(deadLetters)) === 5);
  const dead = (await sandbox.takeAll(deadLetters)).map(({ properties, body }) => {
    const headers = properties['headers'] as Record<string, unknown>;
    const failuresBefore = headers['x-attempt'] ?? 0;
    return [properties['messageId'], headers['x-dead-letter-reason'], failuresBefore, body];
  });
  expect(dead.toSorted()).toEqual([
    ['cursed', 'retries-used-up', RETRY_DELAYS_MS.length, '{}'],
    ['invalid', 'invalid', 0, '{"counter":"good","by":"much"}'],
    ['malformed', 'malformed', 0, '{"counter":'],
    ['unforeseen', 'invalid', 0, '{"counter":"good","by":1,"colour":"red"}'],
    ['unknown', 'unknown-type', 0, '{}'],
  ]);
  expect((await attemptsAt('cursed')).map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
  const ladderMs = RETRY_DELAYS_MS.reduce((sum, delayMs) => sum + delayMs, 0);
  expect(performance.now() - startedAt).toBeGreaterThan(ladderMs);
  expect(consumers.every((consumer) => consumer.isRunning)).toBe(true);
});
