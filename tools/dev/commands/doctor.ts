import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readJson } from '../home/files';
import { stackHome, type Home } from '../home/home';
import { SERVICE_NAMES, type Ports } from '../home/names';
import { canListen } from '../home/ports';
import { startedAt } from '../programs/processes';
import { answersOk, brokerAnswers, databaseAnswers } from '../programs/readiness';
import { runningStack } from '../supervise/remains';
import { urlOf } from '../supervise/services';
import type { StackFile } from '../home/stack-file';
import { debianIsPossible } from '../stores/stores.debian';
import { dockerEngine } from '../stores/stores.docker';
import { Failure, reasonOf, say } from '../home/terminal';

const LEAST_DISK_GB = 3;
const LEAST_MEMORY_GB = 3;

/** One line of the list; a `note` is neither well nor ill. */
interface Finding {
  state: 'ok' | 'bad' | 'note';
  what: string;
  says: string;
}

const ok = (what: string, says: string): Finding => ({ state: 'ok', what, says });
const bad = (what: string, says: string): Finding => ({ state: 'bad', what, says });
const note = (what: string, says: string): Finding => ({ state: 'note', what, says });
const judged = (isWell: boolean, what: string, says: string): Finding =>
  (isWell ? ok : bad)(what, says);

/** `./dev doctor`: a green and red list of what the stack needs and how it is; exit code 1 with anything red. */
export async function doctor(): Promise<void> {
  const home = stackHome();
  const running = runningStack(home);
  const findings = [...(await machine(home)), ...(await sources())];
  if (running?.stack) findings.push(...(await stackFindings(home, running.stack)));
  else findings.push(await stoppedStack(home, running !== undefined));
  for (const finding of findings) say(lineOf(finding));
  const ill = findings.filter(({ state }) => state === 'bad').length;
  if (ill > 0) throw new Failure(`${String(ill)} of ${String(findings.length)} need attention.`);
}

function lineOf({ state, what, says }: Finding): string {
  const signs = { ok: '✔', bad: '✘', note: '·' };
  const colours = { ok: '\u001b[32m', bad: '\u001b[31m', note: '\u001b[2m' };
  const sign = process.stdout.isTTY ? `${colours[state]}${signs[state]}\u001b[0m` : signs[state];
  return `${sign} ${what.padEnd(18)} ${says}`;
}

async function machine(home: Home): Promise<Finding[]> {
  const freeGb = (statfsSync(home.root).bavail * statfsSync(home.root).bsize) / 1e9;
  const memoryGb = totalmem() / 1e9;
  const npm = await promisify(execFile)('npm', ['--version']).then(
    ({ stdout }) => ok('npm', stdout.trim()),
    () => bad('npm', 'does not answer'),
  );
  return [
    judged(
      Number(process.versions.node.split('.')[0]) >= 24,
      'node',
      `${process.version} of node_modules`,
    ),
    npm,
    judged(
      freeGb >= LEAST_DISK_GB,
      'disk',
      `${freeGb.toFixed(0)} GB free, ${String(LEAST_DISK_GB)} needed`,
    ),
    judged(
      memoryGb >= LEAST_MEMORY_GB,
      'memory',
      `${memoryGb.toFixed(0)} GB, ${String(LEAST_MEMORY_GB)} needed`,
    ),
  ];
}

/** Where broker and database can come from. */
async function sources(): Promise<Finding[]> {
  const engine = await dockerEngine();
  const debianLacks = debianIsPossible();
  const urls = ['MONGODB_URL', 'RABBITMQ_URL'].filter((name) => process.env[name] !== undefined);
  const any = urls.length === 2 || engine.lacks === undefined || debianLacks === undefined;
  const cache = join(
    process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '/', '.cache'),
    'demerit',
  );
  const root = existsSync(cache)
    ? readdirSync(cache).find((name) => existsSync(join(cache, name, '.complete')))
    : undefined;
  return [
    note(
      'given by URL',
      urls.length === 0 ? 'neither MONGODB_URL nor RABBITMQ_URL is set' : urls.join(', '),
    ),
    engine.lacks === undefined ? ok('Docker', 'an engine answers') : note('Docker', engine.lacks),
    debianLacks === undefined
      ? ok(
          "Debian's packages",
          root === undefined
            ? 'possible; the first start fetches them'
            : `cached in ${join(cache, root)}`,
        )
      : note("Debian's packages", debianLacks),
    judged(
      any,
      'broker, database',
      any ? 'can be had' : 'nowhere to be had: start Docker or set both URLs',
    ),
  ];
}

async function stoppedStack(home: Home, isStarting: boolean): Promise<Finding> {
  if (isStarting) return note('stack', 'is starting');
  if (existsSync(home.runFile))
    return note('stack', 'its supervisor died; ./dev up or ./dev down clears up');
  const free = await canListen(3000);
  return note(
    'stack',
    `not running; port 3000 is ${free ? 'free' : 'taken, the next free one will be used'}`,
  );
}

async function stackFindings(home: Home, stack: StackFile): Promise<Finding[]> {
  const ports = readJson(home.portsFile) as Ports | undefined;
  const [broker, database, health, outboxes] = await Promise.all([
    brokerAnswers(stack.amqpUrl),
    databaseAnswers(stack.mongoUrl),
    ports ? Promise.all(SERVICE_NAMES.map((name) => healthOf(ports, name))) : [],
    outboxFinding(home),
  ]);
  return [
    ...stack.processes.map(({ name, pid }) =>
      judged(startedAt(pid) !== undefined, `process ${name}`, `pid ${String(pid)}`),
    ),
    judged(broker, 'broker', stack.amqpUrl.replace(/\/\/.*@/, '//')),
    judged(database, 'database', stack.mongoUrl.replace(/\/\/.*@/, '//')),
    ...health,
    outboxes,
  ];
}

async function healthOf(ports: Ports, name: (typeof SERVICE_NAMES)[number]): Promise<Finding> {
  const url = `${urlOf(ports, name)}/health/ready`;
  return judged(await answersOk(url), `health ${name}`, url);
}

/** What the operators' own command says of all of them, in its last line. */
async function outboxFinding({ root, dir }: Home): Promise<Finding> {
  const program = join(root, 'dist/apps/cli/src/main.js');
  const env = { ...process.env, DEMERIT_HOME: dir };
  try {
    await promisify(execFile)(process.execPath, [program, 'outbox', 'status'], { cwd: root, env });
    return ok('outboxes', 'nothing is stuck');
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    return bad('outboxes', said.trim().split('\n').at(-1) ?? reasonOf(error));
  }
}
