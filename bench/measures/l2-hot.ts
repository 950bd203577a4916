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
import { race } from '../contest/race';
import type { Bench, Course } from '../figures/results';

const IN_FLIGHT = 64;
const EVENLY = 'Demerit, drawn evenly';
const ZIPF = 'Demerit, Zipf 0.99';
const ONE = 'Demerit, one licence';
const MEDICI_ZIPF = 'Medici within a limit, Zipf 0.99';
const MEDICI_ONE = 'Medici within a limit, one licence';

const record: Operation = (ledger, seconds) =>
  ledger.ask('record', { inFlight: IN_FLIGHT, seconds });

/** L1 where commands meet: of licences by Zipf's law, and of a single one; against our own of licences drawn evenly, and against Medici within a limit. */
export const bench: Bench = async (course) => {
  const prepared: Prepared[] = [];
  try {
    for (const [name, start] of startsOf(course))
      prepared.push(await prepare(name, start, { operation: 'a point recorded', run: record }));
    const ratio = (of: string, to: string, target: string) =>
      ({ of, to, metric: 'perSecond', target }) as const;
    const result = await race(
      {
        title: `Points recorded of licences that many want, ${IN_FLIGHT} in flight, ${course.size} licences`,
        unit: 'points recorded',
        ratios: [
          ratio(ZIPF, EVENLY, 'at least 0.8'),
          ratio(ONE, EVENLY, 'at least 0.8'),
          ratio(ZIPF, MEDICI_ZIPF, 'at least 20'),
          ratio(ONE, MEDICI_ONE, 'at least 20'),
        ],
      },
      prepared.map((one) => runnerOf(one, record)),
      course.options,
    );
    return { races: [result], counted: prepared.map(({ counted }) => counted), facts: [] };
  } finally {
    await Promise.all(prepared.map(end));
  }
};

function startsOf(course: Course): [name: string, start: Start][] {
  const size = { licences: course.size, entriesEach: 0 };
  const medici = { ...size, withLimit: true, snapshots: true };
  return [
    [EVENLY, (more) => startOurs(course, 'even', { ...size, ...more })],
    [ZIPF, (more) => startOurs(course, 'zipf', { ...size, draws: 'zipf', ...more })],
    [ONE, (more) => startOurs(course, 'one', { ...size, draws: 'one', ...more })],
    [MEDICI_ZIPF, (more) => startMedici(course, 'm-zipf', { ...medici, draws: 'zipf', ...more })],
    [MEDICI_ONE, (more) => startMedici(course, 'm-one', { ...medici, draws: 'one', ...more })],
  ];
}
