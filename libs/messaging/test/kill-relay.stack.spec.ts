import type { CrashPoint } from '../src/message/crash-points';
import { assertTopology } from '../src/broker/topology';
import { Child } from './child';
import { Producer } from './producer';
import { eventually, Sandbox } from './stack';

jest.setTimeout(60_000);

type Death = `${CrashPoint}@${number}`;

const KILLS = 4;
const EVENTS = 60;
const COUNTERS = 6;
const LEASE_MS = 2_000;
const LONG_LEASE_MS = 60_000;
const SIGKILLS = Array.from({ length: KILLS }, () => 'SIGKILL');

const relays: Child[] = [];
let sandbox: Sandbox;
let producer: Producer;

beforeEach(async () => {
  sandbox = await Sandbox.open('kill-relay');
  // A queue and nobody who takes from it: a consumer has a relay of its own, which would publish along.
  const wanted = { eventTypes: ['counter.raised'], requests: false };
  await sandbox.withChannel((channel) =>
    assertTopology(channel, sandbox.topology('consumer'), wanted),
  );
  // Its relay is not started.
  producer = new Producer(sandbox);
  await producer.raise(EVENTS, COUNTERS);
});

afterEach(async () => {
  relays.splice(0).forEach((relay) => relay.kill());
  await sandbox.close(sandbox.topology('consumer'));
});

function startRelay(crashAt?: Death, leaseMs = LEASE_MS): Child {
  const { amqpUrl, mongoUrl, name } = sandbox;
  const settings = { amqpUrl, mongoUrl, sandbox: name, leaseMs };
  const relay = new Child('relay', settings, crashAt);
  relays.push(relay);
  return relay;
}

/** How the relay ended each time. */
async function killAgainAndAgain(deathOf: (kill: number) => Death): Promise<unknown[]> {
  const ends: unknown[] = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const end = await startRelay(deathOf(kill)).ended;
    ends.push(end.signal ?? end);
  }
  return ends;
}

/** Lets a relay live until the outbox is empty; how long that takes once its process is there, and what the queue then has. */
async function recover(leaseMs?: number) {
  const relay = startRelay(undefined, leaseMs);
  await eventually('the next relay', () => relay.hasSaid('started'), 30_000);
  const startedAt = performance.now();
  await eventually('an empty outbox', async () => (await producer.pending()).length === 0, 30_000);
  const recoveryMs = performance.now() - startedAt;
  const { code } = await relay.stop();
  const { events } = sandbox.topology('consumer');
  const delivered = (await sandbox.takeAll(events)).map(({ properties, body }) => ({
    id: String(properties['messageId']),
    counter: (JSON.parse(body) as { counter: string }).counter,
  }));
  return { recoveryMs, code, delivered };
}

/** The ids of each counter in the order of first sight, as a consumer with an inbox applies them. */
function idsByCounter(rows: { id: string; counter: string }[]): Record<string, string[]> {
  const ids: Record<string, Set<string>> = {};
  for (const { id, counter } of rows) (ids[counter] ??= new Set()).add(id);
  return Object.fromEntries(Object.entries(ids).map(([counter, seen]) => [counter, [...seen]]));
}

const DEATHS: { where: string; deathOf: (kill: number) => Death }[] = [
  {
    where: 'between two messages, later each time',
    deathOf: (kill) => `between-messages@${kill * (COUNTERS + 1)}`,
  },
  {
    where: 'after publishing and before marking anything as published',
    deathOf: () => 'after-publish@1',
  },
];

test.each(DEATHS)(
  `given ${KILLS} kills of the relay $where, then soon after its lease all is published, in order once duplicates are dropped`,
  async ({ deathOf }) => {
    const written = idsByCounter(await producer.written());

    expect(await killAgainAndAgain(deathOf)).toEqual(SIGKILLS);
    const { recoveryMs, code, delivered } = await recover();

    expect(recoveryMs).toBeLessThan(LEASE_MS + 5_000);
    expect(code).toBe(0);
    expect(delivered.length).toBeGreaterThan(EVENTS);
    expect(idsByCounter(delivered)).toEqual(written);
  },
);

test('given a kill of the relay that holds a long lease, then the next one does not wait for its end', async () => {
  const { signal } = await startRelay(`between-messages@${COUNTERS + 1}`, LONG_LEASE_MS).ended;
  expect(signal).toBe('SIGKILL');
  const { recoveryMs, delivered } = await recover(LONG_LEASE_MS);
  expect(recoveryMs).toBeLessThan(5_000);
  expect(new Set(delivered.map(({ id }) => id)).size).toBe(EVENTS);
});
