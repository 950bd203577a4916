import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../tools/dev/home/terminal';
import type { Client, Job } from '../acceptance/client';
import { FloorServices, floorJobs } from '../acceptance/floor-services';
import { OurServices } from '../acceptance/ours';
import { moreViolations, newDriversOf } from '../acceptance/people';
import { startClient } from '../acceptance/start';
import type { Contestant } from '../contest/contestant';
import { withoutIdle, workSince, type Work } from '../contest/counting';
import { CheckFailed, race, type RaceResult, type Runner } from '../contest/race';
import type { Bench, Counted, Course } from '../figures/results';

const OURS = 'Demerit';
const FLOOR = 'floor';
const IN_FLIGHT = [1, 16, 64, 256];
/** More than this machine, or one four times as fast, accepts. */
const MOST_A_SECOND = 400;
const IDLE_MS = 3_000;
const COUNTED = { inFlight: 16, seconds: 3 };

/** What both sides can: be asked over HTTP, be looked after, and tell what they asked of database and broker. */
interface Side {
  client: Contestant<Client>;
  check: (accepted: number) => Promise<string[]>;
}
interface Counting {
  client: Contestant<Client>;
  counted: () => Promise<Work>;
}

/**
 * `POST /v1/violations/{id}/acceptances` until its 201, through the gateway and all services behind it. With twice as many drivers as acceptances in
 * flight nobody's two acceptances wait for each other.
 */
export const bench: Bench = async (course) => {
  const ours = new OurServices(course.stack);
  const violationsEach = violationsNeeded(course);
  const floor = await FloorServices.start(course, {
    accounts: course.size,
    violationsEach,
    counted: false,
  });
  try {
    say(`  making ${course.size} drivers with ${violationsEach} violations each`);
    const drivers = await newDriversOf(course.stack, course.size);
    const jobs = await moreViolations(ours.database('violations'), drivers, violationsEach);
    await ours.begin();
    const { gatewayUrl } = course.stack;
    const sides: Record<string, Side> = {
      [OURS]: {
        client: await startClient('ours', gatewayUrl, jobs),
        check: (accepted) => ours.check(accepted),
      },
      [FLOOR]: {
        client: await startClient('floor', floor.url, floorJobs(course.size, violationsEach)),
        check: (accepted) => floor.check(accepted),
      },
    };
    const races: RaceResult[] = [];
    for (const inFlight of IN_FLIGHT) races.push(await raceWith(course, sides, inFlight));
    await floor.stop();
    const wrong = await ours.verifyLedger();
    if (wrong.length > 0) throw new CheckFailed(`the ledger does not verify: ${wrong.join('; ')}`);
    const more = await moreViolations(ours.database('violations'), drivers, violationsEach);
    const counted = [await countOurs(course, ours, more), await countFloor(course)];
    return { races, counted, facts: [] };
  } finally {
    await floor.stop();
    await ours.close();
  }
};

function violationsNeeded({ options: { rounds, seconds }, size }: Course): number {
  const measured = IN_FLIGHT.length * (rounds * seconds + 2);
  return Math.ceil((MOST_A_SECOND * measured) / size);
}

function raceWith(
  { options }: Course,
  sides: Record<string, Side>,
  inFlight: number,
): Promise<RaceResult> {
  const pair = { of: OURS, to: FLOOR } as const;
  return race(
    {
      title: `Acceptances over HTTP, ${inFlight} in flight`,
      unit: 'acceptances',
      ratios: [
        { ...pair, metric: 'perSecond', target: inFlight < 64 ? 'at least 1' : 'at least 1.5' },
        { ...pair, metric: 'p99Ms', target: 'at most 1' },
        { ...pair, metric: 'machineCpuMs' },
      ],
    },
    Object.entries(sides).map(([name, { client, check }]): Runner => ({
      name,
      run: (seconds) => client.ask('accept', { inFlight, seconds }),
      // Also waits until the events of the round were heard: they are work of this side and of no other.
      check: async () => check(await client.ask('accepted')),
    })),
    options,
  );
}

async function countOurs(
  course: Course,
  ours: OurServices,
  jobs: readonly Job[],
): Promise<Counted> {
  await ours.startCounting();
  const client = await startClient('ours', course.stack.gatewayUrl, jobs);
  return count(OURS, { client, counted: () => ours.counted() });
}

async function countFloor(course: Course): Promise<Counted> {
  const violationsEach = violationsNeeded(course);
  const size = { accounts: course.size, violationsEach, counted: true };
  const floor = await FloorServices.start(course, size);
  try {
    const client = await startClient('floor', floor.url, floorJobs(course.size, violationsEach));
    return await count(FLOOR, { client, counted: () => floor.counted() });
  } finally {
    await floor.stop();
  }
}

async function count(contestant: string, { client, counted }: Counting): Promise<Counted> {
  await client.ask('accept', { inFlight: 1, seconds: 1 });
  const before = await quiet(counted);
  const startedAt = performance.now();
  const { done } = await client.ask('accept', COUNTED);
  // What the events of it ask for belongs to it.
  const after = await quiet(counted);
  const tookMs = performance.now() - startedAt;
  await client.kill();
  return {
    contestant,
    operation: 'an acceptance',
    operations: done,
    work: withoutIdle(workSince(before.work, after.work), after.idle, tookMs / IDLE_MS),
  };
}

/** Everything until now, once nothing more comes of what was done before, and what is done meanwhile although nobody works. */
async function quiet(counted: () => Promise<Work>): Promise<{ work: Work; idle: Work }> {
  for (let before = await counted(); ;) {
    await sleep(IDLE_MS);
    const work = await counted();
    const idle = workSince(before, work);
    if (idle.roundTrips['insert'] === undefined) return { work, idle };
    before = work;
  }
}
