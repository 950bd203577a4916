import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { someEngine, someImages } from '../../../infra/compose/docker';
import { Api, ok } from '../client/api';
import { stopStack } from './down';
import { claimWork } from '../home/claims';
import { readJson, remove } from '../home/files';
import { stackHome, type Home } from '../home/home';
import { isMoneyRight } from './money-check';
import { signal } from '../programs/processes';
import { runningStack } from '../supervise/remains';
import { TESTCONTAINERS } from '../stores/stores.docker';
import { Failure, reasonOf, say } from '../home/terminal';
import { startDetached } from './up';

/** What Jest writes with `--json` of which the sum is made. */
interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  /** Files that could not even be loaded: none of their tests is counted as failed. */
  numRuntimeErrorTestSuites: number;
}

export interface Tally {
  passed: number;
  failed: number;
}

interface Run {
  report: JestReport | undefined;
  exitCode: number;
}

/** Sums reports; a file that could not run, or a run that broke off without a report, is a failure of its own. */
export function tally(runs: Run[]): Tally {
  const sum = { passed: 0, failed: 0 };
  for (const { report, exitCode } of runs) {
    const failed = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
    sum.passed += report?.numPassedTests ?? 0;
    sum.failed += failed === 0 && exitCode !== 0 ? 1 : failed;
  }
  return sum;
}

type Project = 'specs' | 'stack' | 'outages' | 'measured';
const SCRIPTS: Record<Project, string> = {
  specs: 'test',
  stack: 'test:stack',
  outages: 'test:outages',
  measured: 'test:measured',
};
const TITLES: Record<Project, string> = {
  specs: 'Specs that need no stack:',
  stack: 'Tests on the running stack:',
  outages: 'Tests in which something is away, two at a time:',
  measured: 'Tests that measure, one after the other:',
};

let running: ChildProcess | undefined;
const interruption = new AbortController();
const isInterrupted = (): boolean => interruption.signal.aborted;

/** Two processors are busy with two stacks, each of which waits half of its time. */
const STACKS = 2;

/** `./dev test [name]`: all tests, or those in files whose path contains the name, on stacks of their own. */
export async function testRun(part: string | undefined): Promise<void> {
  const files = part === undefined ? ALL : await testFiles(part);
  if (Object.values(files).every((count) => count === 0)) {
    say(`No test file's path contains ${String(part)}.`);
  }
  await counted(() => runProjects(files, part));
}

/**
 * `./dev test --containers [name]`: the tests on the running stack alone, with broker and database in containers that testcontainers
 * starts, on the engine there is or on one from Debian's packages. @throws Failure with code 3 where there is neither.
 */
export async function testRunInContainers(part: string | undefined): Promise<void> {
  const { root } = stackHome();
  const engine = await someEngine(root);
  try {
    await useContainers(root);
    const { stack } = await testFiles(part);
    if (stack === 0) say(`No test on the running stack has ${part ?? ''} in its path.`);
    await counted(() =>
      runProjects({ specs: 0, stack: Math.min(stack, 1), outages: 0, measured: 0 }, part),
    );
  } finally {
    await engine.stop();
  }
}

/** The supervisor, a child of this process, reads these. */
async function useContainers(root: string): Promise<void> {
  const standIns = await someImages(root, ['broker', 'database']);
  // The one image that testcontainers wants for itself cannot be had either: the supervisor clears up.
  const isWithoutHub = Object.keys(standIns).length > 0;
  Object.assign(process.env, standIns, {
    [TESTCONTAINERS]: 'true',
    ...(isWithoutHub ? { TESTCONTAINERS_RYUK_DISABLED: 'true' } : {}),
  });
  delete process.env['MONGODB_URL'];
  delete process.env['RABBITMQ_URL'];
}

/** Of as many stacks; the first is where it was when there was but one. */
function testHomes(count: number): Home[] {
  const homes = ['test', 'test-2'].map((name) =>
    stackHome({ ...process.env, DEMERIT_HOME: join(stackHome().dir, name) }),
  );
  return homes.slice(0, count);
}

/** Ends with the line that CI reads. @throws Failure unless something passed and nothing failed. */
async function counted(run: () => Promise<Tally>): Promise<void> {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      interruption.abort();
      if (running?.pid !== undefined) signal(-running.pid, 'SIGTERM');
    });
  }
  let sum: Tally = { passed: 0, failed: 0 };
  try {
    sum = await run();
  } catch (error) {
    say(reasonOf(error));
    sum.failed++;
  }
  if (isInterrupted()) say('Interrupted.');
  say(`Tests: ${String(sum.passed)} passed, ${String(sum.failed)} failed`);
  if (isInterrupted() || sum.failed > 0 || sum.passed === 0) throw new Failure('', 1);
}

async function runProjects(files: TestFiles, name: string | undefined): Promise<Tally> {
  for (const home of testHomes(1)) await claimWork(home, './dev test');
  const runs: Run[] = [];
  if (files.specs > 0) runs.push(await jest('specs', testHomes(1), name));
  const { stack, outages, measured } = files;
  const stacks = Math.min(STACKS, Math.max(stack, outages, Math.min(measured, 1)));
  if (stacks > 0 && !isInterrupted()) {
    const homes = testHomes(stacks);
    try {
      await Promise.all(homes.map(freshStack));
      for (const project of ['stack', 'outages'] as const) {
        if (files[project] > 0 && !isInterrupted())
          runs.push(await jest(project, homes, name), ...(await moneyChecks(homes)));
      }
      if (measured > 0 && !isInterrupted()) {
        const [first, ...others] = homes;
        await Promise.all(others.map((home) => stopStack(home, false)));
        const alone = first ? [first] : [];
        runs.push(await jest('measured', alone, name), ...(await moneyChecks(alone)));
      }
    } finally {
      await Promise.all(homes.map((home) => stopStack(home, false)));
    }
  }
  return tally(runs);
}

/** Whatever the tests did to it, no money may be lost. */
async function moneyChecks(homes: readonly Home[]): Promise<Run[]> {
  const runs: Run[] = [];
  for (const home of homes) {
    if (isInterrupted()) break;
    runs.push({ report: undefined, exitCode: (await isMoneyRight(home)) ? 0 : 1 });
  }
  return runs;
}

/** What an earlier run left is no ground to test on. */
async function freshStack(home: Home): Promise<void> {
  if (runningStack(home)) say('A stack of an earlier test run is still there.');
  await stopStack(home, false);
  await startDetached(home);
  const { gatewayUrl } = runningStack(home)?.stack ?? {};
  if (gatewayUrl === undefined) throw new Failure('The stack ended as soon as it was ready.');
  const ahead = { advanceSeconds: AHEAD_DAYS * 86_400 };
  await ok(new Api(gatewayUrl).post('/v1/sandbox/clock', ahead));
}

/**
 * Some flows move the clock of their stack, up to a year, and leave it so. It is ahead from the first moment, so that a flow that takes the
 * machine's time for that of the product fails always, and not only where one of those went before it.
 */
const AHEAD_DAYS = 400;

/** How many files whose path contains the name each project has. */
type TestFiles = Record<Project, number>;
const ALL: TestFiles = {
  specs: Infinity,
  stack: Infinity,
  outages: Infinity,
  measured: Infinity,
};

async function testFiles(name: string | undefined): Promise<TestFiles> {
  const count = async (project: Project): Promise<number> => {
    const words = ['--listTests', ...(name === undefined ? [] : ['--testPathPatterns', name])];
    const { output } = await npmRun(SCRIPTS[project], words, 'pipe');
    return output.split('\n').filter((line) => line.endsWith('.spec.ts')).length;
  };
  const [specs, stack, outages, measured] = await Promise.all([
    count('specs'),
    count('stack'),
    count('outages'),
    count('measured'),
  ]);
  return { specs, stack, outages, measured };
}

async function jest(project: Project, homes: Home[], name: string | undefined): Promise<Run> {
  const dir = homes[0]?.dir ?? '';
  const reportFile = join(dir, `jest-${project}.json`);
  // Jest writes into a folder that is there, and into no other.
  mkdirSync(dir, { recursive: true });
  remove(reportFile);
  say(TITLES[project]);
  const words = [
    '--json',
    '--outputFile',
    reportFile,
    ...(name === undefined ? [] : ['--testPathPatterns', name]),
  ];
  // Faults and the clock concern a whole stack, so the files of one run one after the other; in processes of their own
  // (which the memory limit brings about), so that a file that ends its process is one failure and not the end of all.
  if (project !== 'specs') {
    words.push(`--maxWorkers=${String(homes.length)}`, '--workerIdleMemoryLimit=1GB');
  }
  const { exitCode } = await npmRun(SCRIPTS[project], words, 'inherit', {
    DEMERIT_STACK: homes.map(({ stackFile }) => stackFile).join(','),
  });
  return { report: readJson(reportFile) as JestReport | undefined, exitCode };
}

async function npmRun(
  script: string,
  words: string[],
  output: 'inherit' | 'pipe',
  env: NodeJS.ProcessEnv = {},
): Promise<{ exitCode: number; output: string }> {
  const child = spawn('npm', ['run', '--silent', script, '--', ...words], {
    cwd: stackHome().root,
    env: { ...process.env, ...env, FORCE_COLOR: '0' },
    // Jest says on stderr what a person reads; its report goes to a file and, as JSON, to stdout.
    stdio: [
      'ignore',
      output === 'pipe' ? 'pipe' : 'ignore',
      output === 'pipe' ? 'ignore' : 'inherit',
    ],
    detached: true,
  });
  running = child;
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
  return { exitCode, output: text };
}
