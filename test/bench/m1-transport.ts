import { connect } from 'amqplib';
import { deadLettersOf, topologyOf } from '@demerit/messaging';
import { Contestant } from './contestant';
import type { EchoSettings, Requester, Responder } from './echo/echo';
import type { Figures } from './load';
import { race, type RaceResult, type RatioWanted, type Runner } from './race';
import type { Bench, Course } from './results';

const OURS = 'Demerit';
const RAW = 'raw amqplib';
const NEST = 'Nest by default';
const NEST_NO_DELAY = 'Nest with noDelay';

/** Requester and responder are processes of their own. */
class Pair {
  private answeredBefore = 0;

  constructor(
    readonly name: string,
    private readonly requester: Contestant<Requester>,
    private readonly responder: Contestant<Responder>,
  ) {}

  runner(inFlight: number): Runner {
    return {
      name: this.name,
      run: (seconds) => this.requester.ask('drive', { inFlight, seconds }),
      check: (round) => this.check(round),
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.requester.kill(), this.responder.kill()]);
  }

  /** Each reply was compared with its request already. */
  private async check({ done }: Figures): Promise<string[]> {
    const answered = await this.responder.ask('answered');
    const ofRound = answered - this.answeredBefore;
    this.answeredBefore = answered;
    return ofRound === done ? [] : [`${done} replies to ${ofRound} requests`];
  }
}

/** Echo requests over our transport and what people would use instead, one and 64 in flight. */
export const bench: Bench = async (course) => {
  const pairs = await startAll(course);
  try {
    return {
      races: [await raceWith(course, pairs, 1), await raceWith(course, pairs, 64)],
      counted: [],
      facts: [],
    };
  } finally {
    await Promise.all(pairs.map((pair) => pair.stop()));
    await removeQueues(course);
  }
};

function startAll(course: Course): Promise<Pair[]> {
  return Promise.all([
    start(OURS, 'echo/demerit', course, queuesOf(course).ours),
    start(RAW, 'echo/raw', course, queuesOf(course).raw),
    start(NEST, 'echo/nest', course, queuesOf(course).nest),
    start(NEST_NO_DELAY, 'echo/nest', course, queuesOf(course).nestNoDelay, true),
  ]);
}

async function start(
  name: string,
  file: string,
  { stack: { amqpUrl } }: Course,
  queue: string,
  noDelay = false,
): Promise<Pair> {
  const settings = (side: EchoSettings['side']): EchoSettings => ({
    amqpUrl,
    queue,
    side,
    noDelay,
  });
  const responder = await Contestant.start<Responder>(file, settings('responder'));
  const requester = await Contestant.start<Requester>(file, settings('requester'));
  return new Pair(name, requester, responder);
}

function raceWith({ options }: Course, pairs: Pair[], inFlight: number): Promise<RaceResult> {
  const perSecond = (to: string, target?: string): RatioWanted => ({
    of: OURS,
    to,
    metric: 'perSecond',
    ...(target !== undefined && { target }),
  });
  return race(
    {
      title: `Echo, ${inFlight} in flight`,
      unit: 'requests',
      ratios: [
        perSecond(RAW, 'at least 0.85'),
        perSecond(NEST, inFlight === 1 ? 'at least 40' : 'at least 4'),
        perSecond(NEST_NO_DELAY),
      ],
    },
    pairs.map((pair) => pair.runner(inFlight)),
    options,
  );
}

function queuesOf({ prefix }: Course) {
  const of = (kind: string): string => `${prefix}-${kind}`;
  return { ours: of('ours'), raw: of('raw'), nest: of('nest'), nestNoDelay: of('nest-no-delay') };
}

/** On a broker of the user's own nothing stays behind. */
async function removeQueues(course: Course): Promise<void> {
  const { ours, ...others } = queuesOf(course);
  const connection = await connect(course.stack.amqpUrl, { noDelay: true });
  const channel = await connection.createChannel();
  const { requests, exchange, deadLetterExchange } = topologyOf(
    { service: 'echo', namespace: ours },
    [],
  );
  for (const queue of [requests, deadLettersOf(requests), ...Object.values(others)])
    await channel.deleteQueue(queue);
  for (const name of [exchange, deadLetterExchange]) await channel.deleteExchange(name);
  await connection.close();
}
