import { race } from '../contest/race';
import { growthFact, MemoryWatch } from '../figures/memory';
import type { Bench, Findings } from '../figures/results';
import { end, prepare, runnerOf, startOurs, type Operation } from '../ledger/start';

/** Two groups of the largest: one is under way, and another one waits. */
const IN_FLIGHT = 256;

const record: Operation = (ledger, seconds) =>
  ledger.ask('record', { inFlight: IN_FLIGHT, seconds });

/** Points recorded for as long as is asked, by as many at once as fill its groups, and whether the ledger keeps its size. Nobody runs against it. */
export const bench: Bench = async (course) => {
  const name = 'Demerit';
  const size = { licences: course.size, entriesEach: 0 };
  const start = (more: object) => startOurs(course, 'saturated', { ...size, ...more });
  const prepared = await prepare(name, start, { operation: 'a point recorded', run: record });
  const { pid } = prepared.ledger;
  const memory = new MemoryWatch({ processes: [{ name, pid }] }, [name]);
  try {
    const title = `Points recorded, ${IN_FLIGHT} in flight, ${course.size} licences`;
    const wanted = { title, unit: 'points recorded', ratios: [] };
    const result = await race(wanted, [runnerOf(prepared, record)], course.options);
    memory.stop();
    const facts: Findings['facts'] = [growthFact('ledger', memory.samples.get(name) ?? [])];
    return { races: [result], counted: [prepared.counted], facts };
  } finally {
    memory.stop();
    await end(prepared);
  }
};
