import { Logger } from '@nestjs/common';
import type { CrashPoint } from '../src/message/crash-points';
import { Child } from './child';
import type { ConsumerSettings, Effect } from './consumer';
import { Producer } from './producer';
import { totalsIn } from './totals';
import { isFullSize } from '../../../tools/dev/home/under-test';
import { eventually, Sandbox, SILENT } from './stack';

jest.setTimeout(60_000);

const RETRY_DELAYS_MS = [100, 300, 900];

/** Where and how often consumers are killed. */
interface Plan {
  together: boolean;
  kills: number;
  prefetch: number;
  /** Some are left for the life after the last kill. */
  events: number;
  /** Late enough that each life gets something done, whatever is delivered to it at once. */
  passages: Partial<Record<CrashPoint, number>>;
}

const ONE_BY_ONE: Plan = {
  together: false,
  kills: isFullSize ? 20 : 4,
  prefetch: 4,
  events: isFullSize ? 220 : 44,
  passages: { 'before-inbox-insert': 6, 'before-commit': 6, 'after-commit': 6, 'after-ack': 6 },
};
const TOGETHER: Plan = {
  together: true,
  kills: isFullSize ? 20 : 1,
  prefetch: 8,
  events: isFullSize ? 1_200 : 60,
  passages: {
    'before-inbox-insert': 20,
    'before-commit': 20,
    'before-group-commit': 3,
    'after-group-commit': 3,
    'after-commit': 20,
    'after-ack': 20,
  },
};

Logger.overrideLogger(SILENT);
const open: { sandbox: Sandbox; producer: Producer; consumer?: Child }[] = [];

afterAll(async () => {
  for (const { sandbox, producer, consumer } of open) {
    consumer?.kill();
    await producer.relay.stop();
    await sandbox.close(sandbox.topology('consumer', RETRY_DELAYS_MS));
  }
});

async function killAgainAndAgain(plan: Plan, point: CrashPoint) {
  const { together, kills, prefetch, events: count } = plan;
  const sandbox = await Sandbox.open(together ? `${point}-together` : point);
  await sandbox.database.createCollection('effects');
  const producer = new Producer(sandbox);
  const lives: (typeof open)[number] = { sandbox, producer };
  open.push(lives);
  const { amqpUrl, mongoUrl, name } = sandbox;
  const settings: ConsumerSettings = {
    amqpUrl,
    mongoUrl,
    sandbox: name,
    prefetch,
    retryDelaysMs: RETRY_DELAYS_MS,
    together,
  };
  producer.relay.start();
  await producer.raise(count, 20);

  const signals: unknown[] = [];
  for (let kill = 1; kill <= kills; kill += 1) {
    lives.consumer = new Child('consumer', settings, `${point}@${plan.passages[point] ?? 1}`);
    const end = await lives.consumer.ended;
    signals.push(end.signal ?? end);
  }
  lives.consumer = new Child('consumer', settings);
  const effects = sandbox.database.collection<Effect>('effects');
  const { events } = sandbox.topology('consumer');
  await eventually(
    'everything to be applied',
    async () => (await effects.countDocuments()) >= count,
    30_000,
  );
  await eventually('an empty queue', async () => (await sandbox.depth(events)) === 0);
  const end = await lives.consumer.stop();

  const totals = await totalsIn(sandbox, producer, RETRY_DELAYS_MS);
  return { point, together, signals, end: end.code, totals };
}

/** What is to come of it at each point. */
function exactly({ together, kills, events, passages }: Plan) {
  const applied = { applied: events, appliedTwice: [], lost: [], unexpected: [] };
  const totals = { ...applied, deadLettered: 0, pending: 0 };
  const signals = Array.from({ length: kills }, () => 'SIGKILL');
  return pointsOf(passages).map((point) => ({ point, together, signals, end: 0, totals }));
}

const pointsOf = (passages: Plan['passages']) => Object.keys(passages) as CrashPoint[];

test('given kills at each point of a delivery, by itself and in a group, then nothing is lost and nothing is applied twice', async () => {
  const plans = [ONE_BY_ONE, TOGETHER];
  const results = await Promise.all(
    plans.flatMap((plan) => pointsOf(plan.passages).map((point) => killAgainAndAgain(plan, point))),
  );
  expect(results).toEqual(plans.flatMap(exactly));
}, 300_000);
