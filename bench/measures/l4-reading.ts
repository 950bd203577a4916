import type { Reading } from '../ledger/ledger';
import {
  end,
  prepare,
  runnerOf,
  startMedici,
  startOurs,
  type Operation,
  type Prepared,
  type Start,
} from '../ledger/start';
import { race, type RaceResult, type RatioWanted } from '../contest/race';
import type { Bench, Counted, Course } from '../figures/results';

const IN_FLIGHT = 16;
const SHORTEST = 10;
const TARGET = 'at least 0.83 (time at most 1.2)';
const LIBRARIES = ['Demerit', 'Medici', 'Medici without snapshots'] as const;

const reading =
  (what: Reading): Operation =>
  (ledger, seconds) =>
    ledger.ask('read', what, { inFlight: IN_FLIGHT, seconds });

/** Points and the newest page of history of one licence with a short account, and of one with a long one. */
export const bench: Bench = async (course) => {
  const prepared: Prepared[] = [];
  const counted: Counted[] = [];
  try {
    for (const [name, start] of startsOf(course)) {
      const one = await prepare(name, start, { operation: 'points read', run: reading('points') });
      prepared.push(one);
      counted.push(one.counted);
    }
    const races = [
      await raceOf(course, prepared, 'points', LIBRARIES),
      // What is kept summed up has nothing to do with history: one Medici tells it all.
      await raceOf(course, prepared, 'history', ['Demerit', 'Medici']),
    ];
    return { races, counted, facts: [] };
  } finally {
    await Promise.all(prepared.map(end));
  }
};

function raceOf(
  course: Course,
  prepared: readonly Prepared[],
  what: Reading,
  libraries: readonly (typeof LIBRARIES)[number][],
): Promise<RaceResult> {
  const lengths = lengthsOf(course);
  const longest = lengths.at(-1) ?? SHORTEST;
  const metric = 'perSecond';
  const growth = libraries.map((library): RatioWanted => {
    const pair = { of: nameOf(library, longest), to: nameOf(library, SHORTEST), metric } as const;
    return library === 'Demerit' ? { ...pair, target: TARGET } : pair;
  });
  const peers = libraries.slice(1).flatMap((library) =>
    lengths.map((length): RatioWanted => ({
      of: nameOf('Demerit', length),
      to: nameOf(library, length),
      metric,
      target: 'at least 1',
    })),
  );
  const named = libraries.flatMap((library) => lengths.map((length) => nameOf(library, length)));
  return race(
    {
      title: `${what === 'points' ? 'Points' : 'History'} read, ${IN_FLIGHT} in flight`,
      unit: 'reads',
      ratios: [...growth, ...peers],
    },
    prepared.filter(({ name }) => named.includes(name)).map((one) => runnerOf(one, reading(what))),
    course.options,
  );
}

/** Entries of a licence: ten, a thousand, and the most. */
function lengthsOf({ size }: Course): number[] {
  return [...new Set([SHORTEST, Math.min(1_000, size), Math.max(size, SHORTEST)])];
}

function nameOf(library: (typeof LIBRARIES)[number], length: number): string {
  return `${library}, ${length} entries`;
}

function startsOf(course: Course): [name: string, start: Start][] {
  return lengthsOf(course).flatMap((length): [string, Start][] => {
    const size = { licences: 1, entriesEach: length };
    const medici = { ...size, withLimit: false };
    const own = (library: string): string => `${library}${length}`;
    return [
      [nameOf('Demerit', length), (more) => startOurs(course, own('ours'), { ...size, ...more })],
      [
        nameOf('Medici', length),
        (more) => startMedici(course, own('medici'), { ...medici, snapshots: true, ...more }),
      ],
      [
        nameOf('Medici without snapshots', length),
        (more) => startMedici(course, own('sums'), { ...medici, snapshots: false, ...more }),
      ],
    ];
  });
}
