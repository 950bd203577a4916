import { Logger } from '@nestjs/common';
import { Child } from './child';
import type { ConsumerSettings, Effect } from './consumer';
import { Producer } from './producer';
import { totalsIn } from './totals';
import { isFullSize } from '../../../tools/dev/home/under-test';
import { eventually, Sandbox, SILENT } from './stack';

jest.setTimeout(60_000);

const KILLS = isFullSize ? 20 : 4;
/** Some are left for the life after the last kill. */
const EVENTS = KILLS * 11;
const RETRY_DELAYS_MS = [100, 300, 900];
/** Late enough that each life gets something done, whatever is delivered to it at once. */
const PASSAGE = 6;
const POINTS = ['before-inbox-insert', 'before-commit', 'after-commit', 'after-ack'] as const;

type Point = (typeof POINTS)[number];

Logger.overrideLogger(SILENT);
const open: { sandbox: Sandbox; producer: Producer; consumer?: Child }[] = [];

afterAll(async () => {
  for (const { sandbox, producer, consumer } of open) {
    consumer?.kill();
    await producer.relay.stop();
    await sandbox.close(sandbox.topology('consumer', RETRY_DELAYS_MS));
  }
});

async function killAgainAndAgain(point: Point) {
  const sandbox = await Sandbox.open(point);
  await sandbox.database.createCollection('effects');
  const producer = new Producer(sandbox);
  const lives: (typeof open)[number] = { sandbox, producer };
  open.push(lives);
  const { amqpUrl, mongoUrl, name } = sandbox;
  const settings: ConsumerSettings = {
    amqpUrl,
    mongoUrl,
    sandbox: name,
    prefetch: 4,
    retryDelaysMs: RETRY_DELAYS_MS,
  };
  producer.relay.start();
  await producer.raise(EVENTS, 20);

  const signals: unknown[] = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    lives.consumer = new Child('consumer', settings, `${point}@${PASSAGE}`);
    const end = await lives.consumer.ended;
    signals.push(end.signal ?? end);
  }
  lives.consumer = new Child('consumer', settings);
  const effects = sandbox.database.collection<Effect>('effects');
  const { events } = sandbox.topology('consumer');
  await eventually(
    'everything to be applied',
    async () => (await effects.countDocuments()) >= EVENTS,
    30_000,
  );
  await eventually('an empty queue', async () => (await sandbox.depth(events)) === 0);
  const end = await lives.consumer.stop();

  const totals = await totalsIn(sandbox, producer, RETRY_DELAYS_MS);
  return { point, signals, end: end.code, totals };
}

test(`given ${KILLS} kills at each point of a delivery, then nothing is lost and nothing is applied twice`, async () => {
  const results = await Promise.all(POINTS.map((point) => killAgainAndAgain(point)));
  const exact = {
    applied: EVENTS,
    appliedTwice: [],
    lost: [],
    unexpected: [],
    deadLettered: 0,
    pending: 0,
  };
  const signals = Array.from({ length: KILLS }, () => 'SIGKILL');
  expect(results).toEqual(POINTS.map((point) => ({ point, signals, end: 0, totals: exact })));
}, 300_000);
