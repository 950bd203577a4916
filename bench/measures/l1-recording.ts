import { raceRecording } from '../ledger/recording';
import { startMedici, startOurs, type Start } from '../ledger/start';
import type { Bench, Course } from '../figures/results';

const OURS = 'Demerit: reserve, then record';
const ONE_BY_ONE = 'Demerit, one command a transaction';
const MEDICI = 'Medici commit()';
const MEDICI_LIMIT = 'Medici commit() within a limit';

/**
 * One point recorded of a licence drawn evenly. Ours reserves and records, two commands, with limits, hash chain and events; a
 * twentieth of its commands comes twice. Medici knows no duplicates, so it is spared them.
 */
export const bench: Bench = (course) => {
  const ratio = (to: string, target?: string) =>
    ({ of: OURS, to, metric: 'perSecond', ...(target && { target }) }) as const;
  return raceRecording(course, startsOf(course), {
    points: 'Points recorded',
    ratios: [ratio(ONE_BY_ONE), ratio(MEDICI, 'at least 1'), ratio(MEDICI_LIMIT, 'at least 4')],
  });
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
