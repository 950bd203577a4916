import { say, seconds } from '../../tools/dev/home/terminal';
import { end, prepare, runnerOf, startOurs, type Operation, type Prepared } from '../ledger/start';
import { race, type RaceResult, type RatioWanted } from '../contest/race';
import type { Bench, Counted, Course } from '../figures/results';

const IN_FLIGHT = 8;
const SMALLEST = 1_000;
/** As many as a large province has; beyond that a ledger grows by entries. */
const MOST_LICENCES = 1_000_000;
/** Of each licence while the number of licences grows: one point reserved and recorded. */
const ENTRIES_EACH = 2;
const TARGET = 'at most 1.25';

const record: Operation = (ledger, lasts) =>
  ledger.ask('record', { inFlight: IN_FLIGHT, seconds: lasts });

interface Size {
  licences: number;
  entriesEach: number;
}

/** What reserving and recording a point costs in ledgers of growing size, against the smallest: first more licences, then more entries of each. */
export const bench: Bench = async (course) => {
  const { size } = course;
  const counted: Counted[] = [];
  const licences = powersOfTen(SMALLEST, Math.min(size, MOST_LICENCES));
  const more = licences.map((count) => ({ licences: count, entriesEach: ENTRIES_EACH }));
  const longer = powersOfTen(SMALLEST, size).map((entries) => ({
    licences: SMALLEST,
    entriesEach: Math.max(ENTRIES_EACH, entries / SMALLEST),
  }));
  const races = [
    await raceOf(course, 'More licences', more, counted),
    await raceOf(course, 'More entries of a licence', longer, counted),
  ];
  return { races, counted, facts: [] };
};

async function raceOf(
  course: Course,
  title: string,
  sizes: readonly Size[],
  counted: Counted[],
): Promise<RaceResult> {
  const prepared: Prepared[] = [];
  try {
    for (const size of sizes) {
      const own = `${size.licences}-${size.entriesEach}`;
      const startedAt = performance.now();
      const operation = 'a point recorded';
      prepared.push(
        await prepare(nameOf(size), (more) => startOurs(course, own, { ...size, ...more }), {
          operation,
          run: record,
        }),
      );
      say(`  ${nameOf(size)}: written and counted after ${seconds(startedAt)}`);
    }
    counted.push(...prepared.map((one) => one.counted));
    return await race(
      {
        title: `${title}, ${IN_FLIGHT} in flight`,
        unit: 'points recorded',
        ratios: ratiosOf(sizes),
      },
      prepared.map((one) => runnerOf(one, record)),
      course.options,
    );
  } finally {
    await Promise.all(prepared.map(end));
  }
}

function ratiosOf([smallest, ...others]: readonly Size[]): RatioWanted[] {
  if (!smallest) return [];
  return others.flatMap((size) =>
    (['cpuMs', 'machineCpuMs', 'p50Ms'] as const).map((metric) => ({
      of: nameOf(size),
      to: nameOf(smallest),
      metric,
      target: TARGET,
    })),
  );
}

function nameOf({ licences, entriesEach }: Size): string {
  return `${licences} licences, ${licences * entriesEach} entries`;
}

function powersOfTen(from: number, to: number): number[] {
  const steps: number[] = [];
  for (let step = from; step <= Math.max(from, to); step *= 10) steps.push(step);
  return steps;
}
