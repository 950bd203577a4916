import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CrashPoint } from '@demerit/messaging';
import { Api, type Exchange } from '../../tools/dev/client/api';
import { eventually } from '../../tools/dev/client/eventually';
import { stackHome, type Home } from '../../tools/dev/home/home';
import type { ProcessName } from '../../tools/dev/home/names';
import { setNextStart, type NextStart } from '../../tools/dev/supervise/next-start';
import { startedAt } from '../../tools/dev/programs/processes';
import { runningStackUnderTest, stackFileUnderTest } from '../../tools/dev/home/under-test';
import { routeOf } from '../../tools/examples/routes';
import table from '../roles.json';

/** Where flows leave what they sent and were answered; `npm run examples` makes of it what the document shows. */
const FOLDER = process.env['DEMERIT_EXAMPLES'];
const ROUTES = Object.keys(table);

/** Each kind of answer of each route once a spec: the first is as good as any. */
const seen = new Set<string>();

/** Keeps what was sent and answered, where examples are asked for. */
const recordExample: ((exchange: Exchange) => void) | undefined =
  FOLDER === undefined ? undefined : (exchange) => record(FOLDER, exchange);

function record(folder: string, { method, path, sent, status, headers, body }: Exchange): void {
  const route = routeOf(ROUTES, method, path);
  const isJson = headers.get('content-type')?.includes('json') ?? false;
  const { testPath = '', currentTestName: test } = expect.getState();
  const isEmpty = (body as { items?: unknown[] } | undefined)?.items?.length === 0;
  const kind = `${testPath} ${route ?? ''} ${String(status)} ${String(isEmpty)}`;
  if (route === undefined || status === 429 || status >= 500 || seen.has(kind)) return;
  seen.add(kind);
  const spec = testPath.replace(/^.*\/(?=test\/)/, '');
  const example = { spec, test, route, path, sent, status, ...(isJson ? { body } : {}) };
  appendFileSync(join(folder, `${String(process.pid)}.ndjson`), `${JSON.stringify(example)}\n`);
}

/** The running stack as its file says now: process ids change when processes are restarted. */
export const stack = runningStackUnderTest;

export function home(): Home {
  return stackHome({ DEMERIT_HOME: dirname(stackFileUnderTest()) });
}

/** The gateway, without a token. */
export function api(): Api {
  return new Api(stack().gatewayUrl, undefined, recordExample);
}

export function pidOf(name: ProcessName): number {
  const pid = stack().processes.find((candidate) => candidate.name === name)?.pid;
  if (pid === undefined) throw new Error(`${name} is not among the processes of the stack`);
  return pid;
}

/** What a process holds in memory now, in MiB. */
export function mibOf(name: ProcessName): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pidOf(name))]).toString()) / 1024;
}

/** `kill -9`; the supervisor starts the process again on its port. `next` holds for that one start. */
export function kill(name: ProcessName, next?: NextStart): void {
  const pid = pidOf(name);
  if (next) setNextStart(home(), name, next);
  process.kill(pid, 'SIGKILL');
}

/** Stops a process as an upgrade does and resolves when all is ready again; `next` holds for its next start. */
export async function restart(name: ProcessName, next?: NextStart): Promise<void> {
  const before = pidOf(name);
  if (next) setNextStart(home(), name, next);
  process.kill(before, 'SIGTERM');
  await replaced(name, before);
  await ready(60_000);
}

/**
 * Starts a service again so that it kills itself at the named point, once; the start after that is an ordinary one. Answers the id of the
 * process that will die: perhaps soon, at what an earlier one has left to be done, so that nobody should wait for it to be ready.
 */
export async function crashAt(name: ProcessName, point: CrashPoint, passage = 1): Promise<number> {
  const before = pidOf(name);
  kill(name, { env: { CRASH_AT: passage === 1 ? point : `${point}@${String(passage)}` } });
  await replaced(name, before);
  return pidOf(name);
}

/** When the process ends next, it is started again only after so long. */
export function stayAway(name: ProcessName, delayMs: number): void {
  setNextStart(home(), name, { delayMs });
}

/** Resolves when nothing is left of a process. */
export async function ended(pid: number, withinMs = 60_000): Promise<void> {
  await eventually(() => startedAt(pid) === undefined, { withinMs });
}

/** Resolves when a process other than the one before works under this name. */
export async function replaced(name: ProcessName, before: number): Promise<void> {
  await eventually(() => {
    const now = stack().processes.find((candidate) => candidate.name === name)?.pid;
    return now !== undefined && now !== before && startedAt(now) !== undefined;
  });
}

/** Resolves when the gateway says that everything is ready, for two readings of its one-second-old state. */
export async function ready(withinMs = 30_000): Promise<void> {
  let inRow = 0;
  await eventually(
    async () => {
      const { status } = await api().get('/health/ready');
      inRow = status === 200 ? inRow + 1 : 0;
      return inRow >= 2;
    },
    { withinMs, everyMs: 1_000 },
  );
}
