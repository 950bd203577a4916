import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../tools/dev/home/terminal';
import { Contestant } from '../contest/contestant';
import type { LedgerSettings } from '../ledger/ledger';
import { ENTRIES_BEFORE, type RollOver, type Stretch } from '../ledger/roll-over-facts';
import { environmentOf } from '../ledger/start';
import { CheckFailed } from '../contest/race';
import type { Bench, Course } from '../figures/results';
import { number } from '../figures/tables';

/** Counting what is left is work for the database. */
const LOOK_EVERY_MS = 1_000;
/** Of all licences, when the process is killed. */
const KILLED_AT = 0.5;

type Facts = [what: string, value: string][];

/** The end of a cycle for a tenth of the licences, then for all of them, where the process is killed half way and another goes on. */
export const bench: Bench = async (course) => {
  const few = Math.max(1, Math.floor(course.size / 10));
  const small = await withLedger(course, few, rollAll);
  const large = await withLedger(course, course.size, rollWithKill);
  return { races: [], counted: [], facts: [...small, ...large] };
};

type Start = (seeded: boolean) => Promise<Contestant<RollOver>>;

async function withLedger(
  { stack: { amqpUrl, mongoUrl }, prefix }: Course,
  licences: number,
  work: (start: Start, licences: number) => Promise<Facts>,
): Promise<Facts> {
  const own = `${prefix}-${licences}`;
  const settings: LedgerSettings = {
    amqpUrl,
    mongoUrl,
    prefix: own,
    licences,
    entriesEach: ENTRIES_BEFORE,
  };
  const start: Start = (seeded) =>
    Contestant.start<RollOver>(
      'ledger/roll-over',
      { ...settings, seeded },
      environmentOf(settings),
    );
  say(`  writing ${licences} licences with ${ENTRIES_BEFORE} entries each`);
  const seeding = await start(false);
  try {
    return await work(start, licences);
  } finally {
    await seeding.ask('drop');
    await seeding.kill();
  }
}

async function rollAll(start: Start, licences: number): Promise<Facts> {
  const process = await start(true);
  const stretch = await process.ask('roll');
  await expectRight(process);
  await process.kill();
  return [...factsOf(`${licences} licences`, stretch)];
}

async function rollWithKill(start: Start, licences: number): Promise<Facts> {
  const first = await start(true);
  const startedAt = performance.now();
  const killed = first.ask('roll').catch(() => undefined);
  const observer = await start(true);
  let left = licences;
  while (left > licences * (1 - KILLED_AT)) {
    await sleep(LOOK_EVERY_MS);
    left = await observer.ask('left');
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await first.kill();
  await killed;
  say(`  killed after ${licences - left} of ${licences}`);
  if (left === 0) throw new Error('it was over before it could be killed: take more licences');
  const stretch = await observer.ask('roll');
  await expectRight(observer);
  await observer.kill();
  const until = `${number((licences - left) / seconds)} a second`;
  return [
    [`${licences} licences, until the kill after ${licences - left}`, until],
    ...factsOf(`${licences} licences, after the kill`, stretch),
  ];
}

function factsOf(of: string, { licences, seconds, waitedSeconds, peakRssMb }: Stretch): Facts {
  const waited: Facts =
    waitedSeconds > 1 ? [[`${of}: wait for the lease`, `${number(waitedSeconds)} s`]] : [];
  return [
    ...waited,
    [`${of}: rate`, `${number(licences / seconds)} a second`],
    [`${of}: peak memory of the process`, `${peakRssMb} MB`],
  ];
}

async function expectRight(process: Contestant<RollOver>): Promise<void> {
  const wrong = await process.ask('check');
  if (wrong.length > 0) throw new CheckFailed(`roll-over: ${wrong.slice(0, 5).join('; ')}`);
}
