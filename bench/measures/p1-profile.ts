import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../tools/dev/client/eventually';
import { readJson } from '../../tools/dev/home/files';
import { stackHome } from '../../tools/dev/home/home';
import { OurServices } from '../acceptance/ours';
import { moreViolations, newDriversOf } from '../acceptance/people';
import { startClient } from '../acceptance/start';
import { CheckFailed } from '../contest/race';
import type { Bench, Course } from '../figures/results';
import { number, type Table } from '../figures/tables';
import { KINDS, timesOf } from '../profile/shares';

const PROFILED = ['ledger', 'violations', 'gateway'];
const IN_FLIGHT = 64;
/** Until the code that runs often is compiled. */
const WARM_UP_SECONDS = 5;
const MOST_A_SECOND = 400;
const SIGNAL_MS = 300;
const WRITTEN_WITHIN_MS = 30_000;
/** Of the time between start and stop, what no sample says anything of. */
const MOST_LOST = 0.01;

type Times = Map<string, number>;

/** E1 with 64 in flight, and meanwhile V8's profiler in three of the services; what they spend their time on, and the profiles themselves. */
export const bench: Bench = async (course) => {
  const ours = new OurServices(course.stack);
  const folder = join(stackHome().dir, 'profiles');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const jobs = await jobsOf(course, ours);
    await ours.startAgain('profile/preload', { BENCH_PROFILES: folder });
    await ours.begin();
    const client = await startClient('ours', course.stack.gatewayUrl, jobs);
    await client.ask('accept', { inFlight: IN_FLIGHT, seconds: WARM_UP_SECONDS });
    const before = await client.ask('accepted');
    await toggle(ours);
    await client.ask('accept', { inFlight: IN_FLIGHT, seconds: course.options.seconds });
    await toggle(ours);
    const accepted = await client.ask('accepted');
    const times = await Promise.all(PROFILED.map((name) => timesIn(ours, folder, name)));
    const wrong = await ours.check(accepted);
    if (wrong.length > 0) throw new CheckFailed(wrong.join('; '));
    await client.kill();
    return { races: [], counted: [], facts: [], tables: [tableOf(times, accepted - before)] };
  } finally {
    await ours.close();
  }
};

async function jobsOf({ stack, options, size }: Course, ours: OurServices) {
  const each = Math.ceil((MOST_A_SECOND * (options.seconds + WARM_UP_SECONDS)) / size);
  const drivers = await newDriversOf(stack, size);
  return moreViolations(ours.database('violations'), drivers, each);
}

/** Starts the profilers, or stops them. */
async function toggle(ours: OurServices): Promise<void> {
  for (const name of PROFILED) process.kill(pidOf(ours, name), 'SIGUSR2');
  await sleep(SIGNAL_MS);
}

function pidOf(ours: OurServices, name: string): number {
  const pid = ours.pids().get(name);
  if (pid === undefined) throw new Error(`${name} does not run`);
  return pid;
}

/** Leaves the profile as `<service>.cpuprofile`, which the developer tools of a browser open. @throws CheckFailed when it does not cover its time. */
async function timesIn(ours: OurServices, folder: string, name: string): Promise<Times> {
  const written = join(folder, `${pidOf(ours, name)}.cpuprofile`);
  const file = join(folder, `${name}.cpuprofile`);
  await eventually(() => existsSync(written), { withinMs: WRITTEN_WITHIN_MS });
  renameSync(written, file);
  const profile = readJson(file) as Profiler.Profile;
  const times = timesOf(profile);
  const { startTime, endTime, timeDeltas: [untilFirst = 0] = [] } = profile;
  const share = sumOf(times) / ((endTime - startTime - untilFirst) / 1_000);
  if (!(Math.abs(share - 1) <= MOST_LOST))
    throw new CheckFailed(`${name}: the shares make ${number(100 * share)} %, not 100 %`);
  return times;
}

function tableOf(ofServices: readonly Times[], accepted: number): Table {
  const share = (times: Times, kind: string): number =>
    (100 * (times.get(kind) ?? 0)) / sumOf(times);
  const rows = KINDS.map((kind) => [
    kind,
    ...ofServices.map((times) => `${share(times, kind).toFixed(1)} %`),
  ]);
  const all = ofServices.map((times) => {
    const sum = KINDS.reduce((total, kind) => total + share(times, kind), 0);
    return `${sum.toFixed(1)} %`;
  });
  const busy = ofServices.map((times) =>
    number((sumOf(times) - (times.get('idle') ?? 0)) / accepted),
  );
  return {
    title: `Time of the main thread, ${IN_FLIGHT} acceptances in flight`,
    rows: [
      ['', ...PROFILED],
      ...rows,
      ['together', ...all],
      ['not idle, ms an acceptance', ...busy],
    ],
  };
}

function sumOf(times: Times): number {
  return [...times.values()].reduce((sum, ms) => sum + ms, 0);
}
