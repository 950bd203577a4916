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
const OURS = 'Demerit: reserve, then record';
const ONE_BY_ONE = 'Demerit, one command a transaction';
const MEDICI = 'Medici commit()';
const MEDICI_LIMIT = 'Medici commit() within a limit';

const record: Operation = (ledger, seconds) =>
  ledger.ask('record', { inFlight: IN_FLIGHT, seconds });

/**
 * One point recorded of a licence drawn evenly. Ours reserves and records, two commands and two transactions, with limits, hash chain and events; a
 * twentieth of its commands comes twice. Medici knows no duplicates, so it is spared them.
 */
export const bench: Bench = async (course) => {
  const prepared: Prepared[] = [];
  try {
    for (const [name, start] of startsOf(course))
      prepared.push(await prepare(name, start, { operation: 'a point recorded', run: record }));
    const ratio = (to: string, target?: string) =>
      ({ of: OURS, to, metric: 'perSecond', ...(target && { target }) }) as const;
    const result = await race(
      {
        title: `Points recorded, ${IN_FLIGHT} in flight, ${course.size} licences`,
        unit: 'points recorded',
        ratios: [ratio(ONE_BY_ONE), ratio(MEDICI, 'at least 1'), ratio(MEDICI_LIMIT, 'at least 4')],
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
  const medici = { ...size, snapshots: true };
  return [
    [OURS, (more) => startOurs(course, 'ours', { ...size, ...more })],
    [ONE_BY_ONE, (more) => startOurs(course, 'single', { ...size, ...more, oneByOne: true })],
    [MEDICI, (more) => startMedici(course, 'medici', { ...medici, withLimit: false, ...more })],
    [MEDICI_LIMIT, (more) => startMedici(course, 'limit', { ...medici, withLimit: true, ...more })],
  ];
}
