import type { StackFile } from '../../dev/home/stack-file';
import { say } from '../../dev/home/terminal';
import { isSettled, lineOf, type Flooded } from '../messages/flood';
import { growthOf, type MemoryWatch } from './memory';
import { LEAST_SHARES, percent, type Shortfall, type Tally } from './tally';

interface Facts {
  tally: Tally;
  memory: MemoryWatch;
  /** What the services wrote at the level of errors. */
  failures: string[];
  before: StackFile;
  after: StackFile | undefined;
  flooded: Flooding | undefined;
  /** The words of the command that does the same. */
  again: string;
}

/** What became of the messages. */
export interface Flooding {
  queues: Flooded[];
  /** What a neighbour was not answered meanwhile. */
  hindered: string[];
}

/** The tables, then every miss with what repeats it. Answers the exit code. */
export function report(facts: Facts): 0 | 1 {
  const { tally, again } = facts;
  say('');
  for (const row of rowsOf(facts)) say(`  ${(row[0] ?? '').padEnd(46)} ${row[1] ?? ''}`);
  for (const [line, times] of tally.scenesLost) say(`  no scene: ${line} (${String(times)} times)`);
  const shortfalls = [...tally.shortfalls, ...ofStack(facts)];
  for (const { what, repeat } of shortfalls) {
    say(`\nMISS ${what}`);
    if (repeat !== undefined) say(`  ${repeat}`);
  }
  say(
    `\n${shortfalls.length === 0 ? 'Passed' : 'FAILED'}. The same list again: ./dev fuzz ${again}`,
  );
  return shortfalls.length === 0 ? 0 : 1;
}

function rowsOf({ tally, memory, flooded }: Facts): string[][] {
  const done = tally.withBody.length - tally.unsuccessful.length;
  const { slowest } = tally;
  const kinds = [...tally.kinds].sort(([one], [other]) => one.localeCompare(other));
  return [
    ['requests answered', String(tally.sent)],
    ['fewest of a route by a caller', String(tally.leastOfPair)],
    [
      'came to a rule',
      `${percent(tally.ruled / tally.sent)} of ${percent(LEAST_SHARES.rule)} wanted`,
    ],
    ['routes with a body that succeeded', `${String(done)} of ${String(tally.withBody.length)}`],
    ...tally.unsuccessful.map((name) => ['', `not ${name}`]),
    ['slowest answer', `${String(Math.round(slowest.tookMs))} ms: ${slowest.of}`],
    ...kinds.map(([kind, times]) => [`  ${kind}`, String(times)]),
    ...(flooded?.queues ?? []).map((one) => ['messages', lineOf(one)]),
    ...[...memory.samples].map(([name, samples]) => {
      const { warmMb, endMb } = growthOf(samples);
      return [
        `memory of ${name}`,
        `${warmMb.toFixed(0)} MB warm, ${endMb.toFixed(0)} MB at the end`,
      ];
    }),
  ];
}

/** What became of the programs themselves. */
function ofStack({ memory, failures, flooded, before, after }: Facts): Shortfall[] {
  const replaced = before.processes.filter(
    ({ name, pid }) => after?.processes.find((one) => one.name === name)?.pid !== pid,
  );
  const grown = [...memory.samples].filter(([, samples]) => !growthOf(samples).isFlat);
  return [
    ...replaced.map(({ name }) => ({ what: `${name} was started again` })),
    ...grown.map(([name]) => ({ what: `the memory of ${name} is not flat` })),
    ...(flooded?.queues ?? [])
      .filter((one) => !isSettled(one))
      .map((one) => ({ what: `messages are not accounted for: ${lineOf(one)}` })),
    ...(flooded?.hindered ?? []).map((line) => ({ what: `a neighbour of the messages: ${line}` })),
    ...failures.map((line) => ({ what: `failure in a log: ${line}` })),
  ];
}
