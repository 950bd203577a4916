import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stopStack } from './down';
import { stackHome, type Home } from '../home/home';
import { signal } from '../programs/processes';
import { Failure, reasonOf, say, seconds } from '../home/terminal';
import { startDetached } from './up';

const PROGRAM = join(__dirname, '../../fuzz/main.js');

/** Three minutes on two cores, the start of the stack among them. */
const UNLESS = { requests: 5_000, messages: 300 };
const MOST = 1_000_000;

const HELP = `Usage: ./dev fuzz [--requests N] [--messages N] [--seed S]

  Attacks a stack of its own, which is removed afterwards: requests that the OpenAPI document describes, and the same
  made wrong, of every route by everybody, and messages that nobody should have sent on every queue. What is judged and
  how: docs/fuzzing.md.

  --requests N   how many requests, unless given ${String(UNLESS.requests)}; the fewest are five of every route by everybody
  --messages N   how many messages on every queue, unless given ${String(UNLESS.messages)}; 0: none
  --seed S       a whole number; the same one makes the same list. Unless given, another one each time

  It ends with 1 when anything was not as it should be, after a line for each and what repeats it.`;

interface Wanted {
  requests: number;
  messages: number;
  seed: number;
}

let running: ChildProcess | undefined;
const interruption = new AbortController();

/** `./dev fuzz` */
export async function fuzz(words: string[]): Promise<void> {
  const wanted = wantedBy(words);
  if (!wanted) {
    say(HELP);
    return;
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      interruption.abort();
      if (running?.pid !== undefined) signal(-running.pid, 'SIGTERM');
    });
  }
  const since = performance.now();
  const home = stackHome({ ...process.env, DEMERIT_HOME: join(stackHome().dir, 'fuzz') });
  const code = await runOn(home, wanted);
  say(`./dev fuzz took ${seconds(since)}.`);
  if (interruption.signal.aborted) say('Interrupted.');
  if (code !== 0 || interruption.signal.aborted) throw new Failure('', 1);
}

/** Undefined where help is asked for. */
function wantedBy(words: string[]): Wanted | undefined {
  const { values } = parsed(words);
  if (values.help) return undefined;
  return {
    requests: wholeNumber('requests', values.requests) ?? UNLESS.requests,
    messages: wholeNumber('messages', values.messages) ?? UNLESS.messages,
    seed: wholeNumber('seed', values.seed) ?? randomInt(MOST),
  };
}

function parsed(words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: {
        requests: { type: 'string' },
        messages: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Failure(`fuzz: ${reasonOf(error)} (./dev fuzz --help)`, 2);
  }
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= 0 && value <= MOST) return value;
  throw new Failure(`fuzz: --${name} takes a whole number, for example 20000`, 2);
}

/** On a fresh stack: what an earlier run left is none of this one's. */
async function runOn(home: Home, { requests, messages, seed }: Wanted): Promise<number> {
  await stopStack(home, false);
  process.env['DEMERIT_HOME'] = home.dir;
  // Everybody has one address.
  process.env['REQUESTS_PER_SECOND'] = '1000000';
  process.env['CONNECTIONS_PER_ADDRESS'] = '1000000';
  try {
    await startDetached(home);
    if (interruption.signal.aborted) return 1;
    const settings = { requests, messages, seed };
    return await runProgram(
      home,
      Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    );
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
    // A group of its own, so that a signal reaches it once.
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
