import { race, type RatioWanted } from '../contest/race';
import type { Course, Findings } from '../figures/results';
import { end, prepare, runnerOf, type Operation, type Prepared, type Start } from './start';

const IN_FLIGHT = 64;

const record: Operation = (ledger, seconds) =>
  ledger.ask('record', { inFlight: IN_FLIGHT, seconds });

/** A race of recording points; `points` says of which licences, in the title. */
export async function raceRecording(
  course: Course,
  contestants: readonly [name: string, start: Start][],
  { points, ratios }: { points: string; ratios: readonly RatioWanted[] },
): Promise<Findings> {
  const prepared: Prepared[] = [];
  try {
    for (const [name, start] of contestants)
      prepared.push(await prepare(name, start, { operation: 'a point recorded', run: record }));
    const title = `${points}, ${IN_FLIGHT} in flight, ${course.size} licences`;
    const result = await race(
      { title, unit: 'points recorded', ratios },
      prepared.map((one) => runnerOf(one, record)),
      course.options,
    );
    return { races: [result], counted: prepared.map(({ counted }) => counted), facts: [] };
  } finally {
    await Promise.all(prepared.map(end));
  }
}
