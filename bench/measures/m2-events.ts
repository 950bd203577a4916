import { connect } from 'amqplib';
import { deadLettersOf, RETRY_DELAYS_MS, topologyOf } from '@demerit/messaging';
import { eventually } from '../../tools/dev/client/eventually';
import { Contestant } from '../contest/contestant';
import type { Counting, EchoSettings, Requester, Responder } from '../echo/echo';
import { race, type RaceResult, type Runner } from '../contest/race';
import type { Bench, Course } from '../figures/results';

const OURS = 'Demerit';
const RAW = 'raw amqplib';
const TAKEN_WITHIN_MS = 10_000;

/** Publisher and consumer, processes of their own. */
interface Pair {
  name: string;
  publisher: Contestant<Required<Requester> & Counting>;
  consumer: Contestant<Required<Responder> & Counting>;
}

/** Events published until the broker's confirm, and heard by a consumer that acknowledges each: over our transport and over amqplib with nothing around it. */
export const bench: Bench = async (course) => {
  const pairs: Pair[] = [];
  try {
    pairs.push(await start(course, OURS, 'echo/demerit', 'ours'));
    pairs.push(await start(course, RAW, 'echo/raw', 'raw'));
    const races = [await raceWith(course, pairs, 1), await raceWith(course, pairs, 64)];
    return { races, counted: [], facts: [] };
  } finally {
    await Promise.all(
      pairs.flatMap(({ publisher, consumer }) => [publisher.kill(), consumer.kill()]),
    );
    await removeQueues(course);
  }
};

async function start(course: Course, name: string, file: string, of: string): Promise<Pair> {
  const { amqpUrl } = course.stack;
  const settings = (side: EchoSettings['side']): EchoSettings => {
    return { amqpUrl, queue: queueOf(course, of), side, noDelay: false, counted: false };
  };
  const consumer: Pair['consumer'] = await Contestant.start(file, settings('responder'));
  const publisher: Pair['publisher'] = await Contestant.start(file, settings('requester'));
  return { name, publisher, consumer };
}

function raceWith({ options }: Course, pairs: Pair[], inFlight: number): Promise<RaceResult> {
  const target = 'at least 0.9';
  return race(
    {
      title: `Events published and heard, ${inFlight} in flight`,
      unit: 'events',
      ratios: [{ of: OURS, to: RAW, metric: 'perSecond', target }],
    },
    pairs.map((pair) => runnerOf(pair, inFlight)),
    options,
  );
}

function runnerOf({ name, publisher, consumer }: Pair, inFlight: number): Runner {
  let takenBefore = 0;
  return {
    name,
    run: async (seconds) => {
      takenBefore = await consumer.ask('taken');
      return publisher.ask('publish', { inFlight, seconds });
    },
    check: async ({ done }) => {
      const all = takenBefore + done;
      // What was confirmed may still be on its way.
      await eventually(async () => (await consumer.ask('taken')) >= all, {
        withinMs: TAKEN_WITHIN_MS,
      }).catch(() => undefined);
      const taken = (await consumer.ask('taken')) - takenBefore;
      return taken === done ? [] : [`${done} events published, ${taken} heard`];
    },
  };
}

function queueOf({ prefix }: Course, of: string): string {
  return `${prefix}-events-${of}`;
}

/** On a broker of the user's own nothing stays behind. */
async function removeQueues(course: Course): Promise<void> {
  const [ours, raw] = [queueOf(course, 'ours'), queueOf(course, 'raw')];
  const connection = await connect(course.stack.amqpUrl, { noDelay: true });
  const channel = await connection.createChannel();
  const topology = topologyOf({ service: 'echo', namespace: ours }, RETRY_DELAYS_MS);
  const { requests, events, retries, exchange, deadLetterExchange } = topology;
  const queues = [requests, events, deadLettersOf(requests), deadLettersOf(events)];
  for (const queue of [...queues, ...retries.map((one) => one.queue), raw, `${raw}.events`])
    await channel.deleteQueue(queue);
  for (const name of [exchange, deadLetterExchange, `${raw}.exchange`])
    await channel.deleteExchange(name);
  await connection.close();
}
