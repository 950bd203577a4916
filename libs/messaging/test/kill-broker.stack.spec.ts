import { Logger } from '@nestjs/common';
import { Child } from './child';
import type { Effect } from './consumer';
import { Producer } from './producer';
import { stackUnderTest } from '../../../tools/dev/home/under-test';
import { brokerPid, eventually, Sandbox, SILENT } from './stack';
import { totalsIn } from './totals';

jest.setTimeout(60_000);

const EVENTS = 6_000;
const RETRY_DELAYS_MS = [100, 300, 900];
/** The broker is killed when so many are applied. */
const KILL_AT = [1_000, 3_000];

Logger.overrideLogger(SILENT);
const consumers: Child[] = [];
let sandbox: Sandbox;
let producer: Producer;

beforeAll(async () => {
  sandbox = await Sandbox.open('kill-broker');
  await sandbox.database.createCollection('effects');
  producer = new Producer(sandbox);
});

afterAll(async () => {
  consumers.forEach((consumer) => consumer.kill());
  await producer.relay.stop();
  await sandbox.close(sandbox.topology('consumer', RETRY_DELAYS_MS));
  const { gatewayUrl } = stackUnderTest();
  if (gatewayUrl === undefined) return;
  await eventually(
    'the rest of the stack',
    async () => (await fetch(`${gatewayUrl}/health/ready`)).ok,
    30_000,
  );
}, 60_000);

/** Kills the broker, and returns how long it takes from its return until events are applied again. */
async function killBroker(applied: () => Promise<number>): Promise<number> {
  const killed = brokerPid();
  process.kill(killed, 'SIGKILL');
  await eventually('another broker', () => brokerPid() !== killed, 30_000);
  await eventually(
    'the broker to answer',
    async () => (await sandbox.withChannel(() => Promise.resolve(1))) === 1,
    30_000,
  );
  const backAt = performance.now();
  const before = await applied();
  await eventually('events to be applied again', async () => (await applied()) > before, 20_000);
  return performance.now() - backAt;
}

test(`given ${KILL_AT.length} kills of the broker during ${EVENTS} events, then none is lost and none applied twice`, async () => {
  const { amqpUrl, mongoUrl, name } = sandbox;
  const settings = {
    amqpUrl,
    mongoUrl,
    sandbox: name,
    prefetch: 16,
    retryDelaysMs: RETRY_DELAYS_MS,
  };
  consumers.push(new Child('consumer', settings), new Child('consumer', settings));
  const applied = () => sandbox.database.collection<Effect>('effects').countDocuments();
  producer.relay.start();
  const raising = producer.raise(EVENTS, 200);

  const recoveriesMs: number[] = [];
  for (const enough of KILL_AT) {
    await eventually(`${enough} applied`, async () => (await applied()) >= enough, 60_000);
    recoveriesMs.push(await killBroker(applied));
  }
  await raising;
  await eventually('everything applied', async () => (await applied()) >= EVENTS, 60_000);
  const ends = await Promise.all(consumers.map((consumer) => consumer.stop()));

  expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  expect(Math.max(...recoveriesMs)).toBeLessThan(15_000);
  expect(await totalsIn(sandbox, producer, RETRY_DELAYS_MS)).toEqual({
    applied: EVENTS,
    appliedTwice: [],
    lost: [],
    unexpected: [],
    deadLettered: 0,
    pending: 0,
  });
}, 180_000);
