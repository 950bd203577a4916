import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { claim } from '../home/claims';
import { stackHome, type Home } from '../home/home';
import { openLog } from '../supervise/log-files';
import { waitUntil } from '../programs/processes';
import { runningStack, sweepRemains } from '../supervise/remains';
import type { StackFile } from '../home/stack-file';
import { Supervisor, type Extent } from '../supervise/supervisor';
import { complain, Failure, reasonOf, say } from '../home/terminal';

const SWEEP_GRACE_MS = 5_000;
const CLAIM_LIMIT_MS = 10_000;
/** How long to wait for a stack that another `up` is bringing up. */
const OTHER_UP_LIMIT_MS = 240_000;

/** What a detached supervisor tells the command that started it. */
type Word = { said: string } | { ready: StackFile } | { failed: string } | { other: true };

/** `./dev up [--detach]` */
export async function up(detach: boolean): Promise<void> {
  const home = stackHome();
  const running = runningStack(home);
  if (running) {
    await joinRunning(home);
    return;
  }
  try {
    if (detach) printStack(await startDetached(home));
    else await runHere(home);
  } catch (error) {
    if (!(error instanceof OtherUp)) throw error;
    await joinRunning(home);
  }
}

/** Another command was faster to start this stack. */
class OtherUp extends Error {}

async function joinRunning(home: Home): Promise<void> {
  const stackOf = (): StackFile | undefined => runningStack(home)?.stack;
  if (!stackOf()) say('Another command is starting this stack; waiting for it.');
  await waitUntil(() => stackOf() !== undefined || !runningStack(home), OTHER_UP_LIMIT_MS, 200);
  const stack = stackOf();
  if (!stack) throw new Failure('The other command did not bring the stack up.');
  say('The stack is already running.');
  printStack(stack);
}

/** The supervisor in this process, until ctrl-C or `./dev down`. */
async function runHere(home: Home): Promise<void> {
  const supervisor = await prepareSupervisor(home, say);
  const ended = endOnSignal(home, supervisor);
  try {
    printStack(await supervisor.start());
    say('Ctrl-C stops everything and keeps the data; ./dev down removes the data too.');
  } catch (error) {
    await endAfterFailure(home, supervisor);
    throw error;
  }
  await ended;
}

/** Starts a supervisor that outlives this command; resolves when all is ready. */
export async function startDetached(home: Home, extent: Extent = 'all'): Promise<StackFile> {
  mkdirSync(home.logs, { recursive: true });
  const log = openLog(home, 'supervisor');
  const child = fork(join(__dirname, '../main.js'), ['supervise', extent], {
    detached: true,
    env: { ...process.env, DEMERIT_HOME: home.dir },
    stdio: ['ignore', log, log, 'ipc'],
  });
  const stack = await new Promise<StackFile>((resolve, reject) => {
    child.on('message', (word: Word) => {
      if ('said' in word) say(word.said);
      if ('ready' in word) resolve(word.ready);
      if ('other' in word) reject(new OtherUp());
      if ('failed' in word) reject(new Failure(word.failed));
    });
    child.once('exit', (code, name) => {
      reject(
        new Failure(`The supervisor ended (${name ?? `code ${String(code)}`}); see ${home.logs}.`),
      );
    });
  });
  child.disconnect();
  child.unref();
  return stack;
}

/** The detached supervisor itself; it stops when the command that waits for it goes away too early. */
export async function supervise(extent: Extent): Promise<void> {
  const home = stackHome();
  let isReady = false;
  const tell = (word: Word): void => {
    if (process.connected) process.send?.(word);
  };
  const saidToLog = (line: string): void => {
    say(`${new Date().toISOString()} ${line}`);
    tell({ said: line });
  };
  try {
    const supervisor = await prepareSupervisor(home, saidToLog, extent);
    const ended = endOnSignal(home, supervisor);
    process.once('disconnect', () => {
      if (!isReady) process.kill(process.pid, 'SIGTERM');
    });
    try {
      const stack = await supervisor.start();
      isReady = true;
      tell({ ready: stack });
    } catch (error) {
      await endAfterFailure(home, supervisor);
      throw error;
    }
    await ended;
  } catch (error) {
    complain(reasonOf(error));
    tell(error instanceof OtherUp ? { other: true } : { failed: reasonOf(error) });
    process.exitCode = 1;
  }
}

async function prepareSupervisor(
  home: Home,
  said: (line: string) => void,
  extent: Extent = 'all',
): Promise<Supervisor> {
  const isMine = (): Promise<boolean> => claim(`stack/${home.id}`);
  // A supervisor that is just ending holds its claim a moment longer than its file.
  await waitUntil(async () => (await isMine()) || runningStack(home) !== undefined, CLAIM_LIMIT_MS);
  if (!(await isMine())) throw new OtherUp();
  await sweepRemains(home, SWEEP_GRACE_MS);
  return new Supervisor(home, said, extent);
}

/** Resolves when a signal has ended the stack in order; a second one ends it at once. */
async function endOnSignal(home: Home, supervisor: Supervisor): Promise<void> {
  await new Promise<void>((resolve) => {
    let signals = 0;
    const onSignal = (): void => {
      signals++;
      if (signals > 1) {
        supervisor.kill();
        return;
      }
      say('Stopping.');
      void supervisor
        .stop()
        .then(() => sweepRemains(home, 0))
        .finally(resolve);
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  });
  process.exit();
}

async function endAfterFailure(home: Home, supervisor: Supervisor): Promise<void> {
  await supervisor.stop();
  await sweepRemains(home, 0);
}

function printStack(stack: StackFile): void {
  const width = Math.max(...stack.accounts.map(({ name }) => name.length), 0);
  say('');
  say(`  gateway      ${stack.gatewayUrl}   (API: ${stack.gatewayUrl}/docs)`);
  const isOwn = stack.amqpUrl.startsWith('amqp://guest:guest@');
  say(`  RabbitMQ     ${stack.rabbitManagementUrl}${isOwn ? '   guest / guest' : ''}`);
  say(`  MongoDB      ${stack.mongoUrl}`);
  say('');
  say(
    '  Accounts (log in with the phone; the code is at GET /v1/sandbox/sms?phone=…, or: ./dev token <name>)',
  );
  for (const { name, phone, roles, note } of stack.accounts) {
    say(
      `    ${name.padEnd(width)}  ${phone}  ${roles.join(', ') || 'citizen'}${note ? `: ${note}` : ''}`,
    );
  }
  say('');
}
