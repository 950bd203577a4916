import { raceRecording } from '../ledger/recording';
import { startMedici, startOurs, type Start } from '../ledger/start';
import type { Bench, Course } from '../figures/results';

const EVENLY = 'Demerit, drawn evenly';
const ZIPF = 'Demerit, Zipf 0.99';
const ONE = 'Demerit, one licence';
const MEDICI_ZIPF = 'Medici within a limit, Zipf 0.99';
const MEDICI_ONE = 'Medici within a limit, one licence';

/** L1 where commands meet: of licences by Zipf's law, and of a single one; against our own of licences drawn evenly, and against Medici within a limit. */
export const bench: Bench = (course) => {
  const ratio = (of: string, to: string, target: string) =>
    ({ of, to, metric: 'perSecond', target }) as const;
  return raceRecording(course, startsOf(course), {
    points: 'Points recorded of licences that many want',
    ratios: [
      ratio(ZIPF, EVENLY, 'at least 0.8'),
      ratio(ONE, EVENLY, 'at least 0.8'),
      ratio(ZIPF, MEDICI_ZIPF, 'at least 20'),
      ratio(ONE, MEDICI_ONE, 'at least 20'),
    ],
  });
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
