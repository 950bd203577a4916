import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BENCHES, DEFAULT_OPTIONS, type BenchFacts, type BenchOptions } from './bench-catalogue';
import { stopStack } from './down';
import { claimWork } from '../home/claims';
import { stackHome, type Home } from '../home/home';
import { signal } from '../programs/processes';
import type { Extent } from '../supervise/supervisor';
import { Failure, reasonOf, say } from '../home/terminal';
import { startDetached } from './up';

const PROGRAM = join(__dirname, '../../../bench/main.js');

interface Wanted {
  benches: readonly BenchFacts[];
  /** As far as the command line says. */
  options: Partial<BenchOptions>;
  task: 'help' | 'report' | 'run';
}

let running: ChildProcess | undefined;
const interruption = new AbortController();
const isInterrupted = (): boolean => interruption.signal.aborted;

/**
 * `./dev bench [ID …]`: measures on a stack of its own, prints tables, and leaves the figures in `bench/<ID>.json` of the state
 * folder; `--report` writes the newest figures into docs/performance.md.
 */
export async function bench(words: string[]): Promise<void> {
  const { benches, options, task } = wantedBy(words);
  if (task === 'help') {
    help();
    return;
  }
  const home = stackHome({ ...process.env, DEMERIT_HOME: join(stackHome().dir, 'bench') });
  if (task === 'report') {
    if ((await runProgram(home, ['report'])) !== 0) throw new Failure('', 1);
    return;
  }
  await claimWork(home, './dev bench');
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      interruption.abort();
      if (running?.pid !== undefined) signal(-running.pid, 'SIGTERM');
    });
  }
  let failed = 0;
  for (const extent of ['stores', 'all'] as const) {
    const group = benches.filter((one) => one.extent === extent);
    if (group.length > 0 && !isInterrupted()) failed += await runOn(home, extent, group, options);
  }
  if (isInterrupted()) say('Interrupted.');
  if (failed > 0 || isInterrupted()) throw new Failure('', 1);
}

function wantedBy(words: string[]): Wanted {
  const { values, positionals } = parsed(words);
  const benches = positionals.map((id) => {
    const found = BENCHES.find((one) => one.id.toLowerCase() === id.toLowerCase());
    if (found) return found;
    throw new Failure(`There is no bench ${id}; there are: ${idsOf(BENCHES)}.`, 2);
  });
  const options: Partial<BenchOptions> = {};
  for (const name of ['rounds', 'seconds', 'size'] as const) {
    const text = values[name];
    if (text !== undefined) options[name] = wholeNumber(name, text);
  }
  return {
    benches: benches.length > 0 ? benches : BENCHES.filter(({ byDefault }) => byDefault),
    options,
    task: values.help ? 'help' : values.report ? 'report' : 'run',
  };
}

function parsed(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        size: { type: 'string' },
        report: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Failure(`bench: ${reasonOf(error)} (./dev bench --help)`, 2);
  }
}

/** `100000`, or `1e5`. */
function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1e7) return value;
  throw new Failure(`bench: --${name} takes a whole number from 1 on, for example 5 or 1e5`, 2);
}

function idsOf(benches: readonly BenchFacts[]): string {
  return benches.map(({ id }) => id).join(', ');
}

function help(): void {
  say('Usage: ./dev bench [ID …] [--rounds N] [--seconds S] [--size N] | --report');
  say('');
  for (const { id, measures, size, unless } of BENCHES) {
    const own = Object.entries(unless ?? {}).map(([name, value]) => `--${name} ${value}`);
    if (size) own.push(`--size: ${size.of}, ${size.unless}`);
    say(`  ${id}   ${measures}${own.length > 0 ? ` (unless given: ${own.join(', ')})` : ''}`);
  }
  say('');
  say(`  Without an ID: ${idsOf(BENCHES.filter(({ byDefault }) => byDefault))}.`);
  say(`  --rounds N    rounds after the warm-up, unless given ${String(DEFAULT_OPTIONS.rounds)}`);
  say(
    `  --seconds S   of each contestant in a round, unless given ${String(DEFAULT_OPTIONS.seconds)}`,
  );
  say('  --report      writes the newest figures into docs/performance.md');
}

/** On a fresh stack: what an earlier run left would be measured along. Answers 1 when something failed. */
async function runOn(
  home: Home,
  extent: Extent,
  benches: readonly BenchFacts[],
  options: Partial<BenchOptions>,
): Promise<0 | 1> {
  await stopStack(home, false);
  process.env['DEMERIT_HOME'] = home.dir;
  // So that one driver can accept often, with a point each time.
  process.env['POLICY_FULL_SCORE'] = '1000';
  // All callers of a bench have one address.
  process.env['REQUESTS_PER_SECOND'] = '1000000';
  process.env['CONNECTIONS_PER_ADDRESS'] = '1000000';
  try {
    await startDetached(home, extent);
    if (isInterrupted()) return 1;
    const settings = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
    return (await runProgram(home, [...benches.map(({ id }) => id), ...settings])) === 0 ? 0 : 1;
  } catch (error) {
    say(reasonOf(error));
    return 1;
  } finally {
    await stopStack(home, false);
  }
}

async function runProgram(home: Home, words: string[]): Promise<number> {
  const child = spawn(process.execPath, ['--enable-source-maps', PROGRAM, ...words], {
    cwd: home.root,
    env: { ...process.env, DEMERIT_HOME: home.dir, DEMERIT_STACK: home.stackFile },
    stdio: 'inherit',
    // A group of its own, so that its contestants end with it.
    detached: true,
  });
  running = child;
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}
