import { connect } from 'amqplib';
import { deadLettersOf, topologyOf } from '@demerit/messaging';
import { Contestant } from '../contest/contestant';
import { sumOf, totalOf, workSince, type Work } from '../contest/counting';
import type { Counting, EchoSettings, Requester, Responder } from '../echo/echo';
import type { Figures } from '../contest/load';
import { race, type RaceResult, type RatioWanted, type Runner } from '../contest/race';
import type { Bench, Counted, Course } from '../figures/results';

const OURS = 'Demerit';
const RAW = 'raw amqplib';
const NEST = 'Nest by default';
const NEST_NO_DELAY = 'Nest with noDelay';

const COUNTED = { inFlight: 64, seconds: 1 };

/** Requester and responder are processes of their own. */
class Pair {
  private answeredBefore = 0;

  constructor(
    readonly name: string,
    private readonly requester: Contestant<Requester & Counting>,
    private readonly responder: Contestant<Responder & Counting>,
  ) {}

  runner(inFlight: number): Runner {
    return {
      name: this.name,
      run: (seconds) => this.requester.ask('drive', { inFlight, seconds }),
      check: (round) => this.check(round),
    };
  }

  async count(): Promise<Counted> {
    const before = await this.work();
    const { done } = await this.requester.ask('drive', COUNTED);
    const work = workSince(before, await this.work());
    if (totalOf(work.messages) === 0) throw new Error(`${this.name}: nothing was counted`);
    return { contestant: this.name, operation: 'a request answered', operations: done, work };
  }

  async stop(): Promise<void> {
    await Promise.all([this.requester.kill(), this.responder.kill()]);
  }

  private async work(): Promise<Work> {
    return sumOf(await Promise.all([this.requester.ask('work'), this.responder.ask('work')]));
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
  try {
    const counted = await withPairs(course, true, (pairs) =>
      Promise.all(pairs.map((pair) => pair.count())),
    );
    const races = await withPairs(course, false, async (pairs) => [
      await raceWith(course, pairs, 1),
      await raceWith(course, pairs, 64),
    ]);
    return { races, counted, facts: [] };
  } finally {
    await removeQueues(course);
  }
};

async function withPairs<T>(
  course: Course,
  counted: boolean,
  work: (pairs: Pair[]) => Promise<T>,
): Promise<T> {
  const { ours, raw, nest, nestNoDelay } = queuesOf(course);
  const of = { amqpUrl: course.stack.amqpUrl, noDelay: false, counted };
  const pairs = await Promise.all([
    start(OURS, 'echo/demerit', { ...of, queue: ours }),
    start(RAW, 'echo/raw', { ...of, queue: raw }),
    start(NEST, 'echo/nest', { ...of, queue: nest }),
    start(NEST_NO_DELAY, 'echo/nest', { ...of, queue: nestNoDelay, noDelay: true }),
  ]);
  try {
    return await work(pairs);
  } finally {
    await Promise.all(pairs.map((pair) => pair.stop()));
  }
}

async function start(name: string, file: string, of: Omit<EchoSettings, 'side'>): Promise<Pair> {
  const settings = (side: EchoSettings['side']): EchoSettings => ({ ...of, side });
  const responder = await Contestant.start<Responder & Counting>(file, settings('responder'));
  const requester = await Contestant.start<Requester & Counting>(file, settings('requester'));
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
        perSecond(RAW, inFlight === 1 ? 'at least 0.85' : 'at least 0.95'),
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
