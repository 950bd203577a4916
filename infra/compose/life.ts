import { eventually } from '../../tools/dev/client/eventually';
import { SERVICE_NAMES } from '../../tools/dev/home/names';
import { answersOk } from '../../tools/dev/programs/readiness';
import { crash, restartsOf, type Compose } from './docker';
import { RACE_IS_ON } from './here';
import type { Step } from './step';

const RECOVERY_MS = 120_000;
/** Fifty people share a car in the race; three are allowed by default. */
const RACE = { POLICY_BINDING_USERS_PER_VEHICLE: '100' };
const SCALED = ['--scale', 'ledger=3', '--scale', 'violations=2'];
const BEHIND_THE_GATEWAY = SERVICE_NAMES.filter((name) => name !== 'gateway');
const VERIFY = ['exec', '-T', 'ledger', 'node', 'dist/apps/ledger/src/verification/verify.js'];

/** From the first start to the start with the data of before. Each step builds on those before it. */
export function lifeOf(compose: Compose, gatewayUrl: string): Step[] {
  let entries = '';
  return [
    {
      what: 'up --wait from nothing',
      holds: () => compose.run(['up', '--wait']),
    },
    { what: 'only the gateway is published, on 127.0.0.1', holds: () => onlyGateway(compose) },
    {
      what: 'services are not root and cannot write to their image',
      holds: () => confined(compose),
    },
    { what: 'seed prints the accounts, and again when repeated', holds: () => seedTwice(compose) },
    { what: 'the demo plays', holds: () => demo(compose) },
    ...['ledger', 'gateway', 'broker', 'database'].map((service) => ({
      what: `${service} is killed and comes back by itself`,
      holds: () => recovers(compose, service, gatewayUrl),
    })),
    { what: 'the demo plays after that, with other people', holds: () => demo(compose) },
    {
      what: 'three ledgers and two violations',
      holds: () => compose.run(['up', '--wait', ...SCALED], RACE),
    },
    { what: 'the race has one winner while a ledger is killed', holds: () => race(compose) },
    {
      what: 'the entries make every counter',
      holds: async () => {
        entries = await verified(compose);
      },
    },
    { what: 'down', holds: () => compose.run(['down']) },
    { what: 'up again', holds: () => compose.run(['up', '--wait']) },
    {
      what: 'with the same entries in the ledger',
      holds: async () => {
        const now = await verified(compose);
        if (now !== entries) throw new Error(`before: ${entries}; now: ${now}`);
      },
    },
    { what: 'and the demo plays', holds: () => demo(compose) },
    { what: 'the command line finds all well, and makes a backup', holds: () => commands(compose) },
    { what: 'the tools publish their pages while they are on', holds: () => tools(compose) },
    {
      what: 'Prometheus of the profile observability sees every service, and knows the alerts',
      holds: () => observed(compose),
    },
  ];
}

async function onlyGateway(compose: Compose): Promise<void> {
  const output = await compose.run(['ps', '--format', '{{.Service}} {{.Ports}}']);
  const published = output.split('\n').filter((line) => line.includes('->'));
  const wanted = `gateway 127.0.0.1:${compose.variables['GATEWAY_PORT'] ?? ''}->3000/tcp`;
  if (published.join('\n') !== wanted) throw new Error(`published: ${published.join('; ')}`);
}

async function confined(compose: Compose): Promise<void> {
  const user = await compose.run(['exec', '-T', 'ledger', 'id', '-u']);
  if (user.trim() !== '1000') throw new Error(`it runs as user ${user}`);
  const { code } = await compose.attempt(['exec', '-T', 'ledger', 'touch', '/app/written']);
  if (code === 0) throw new Error('/app can be written to');
}

async function seedTwice(compose: Compose): Promise<void> {
  const accounts = (text: string): string =>
    [...text.matchAll(/\S+ +1[3-9]\d{9} .*/g)].map(([line]) => line).join('\n');
  const first = accounts(await compose.run(['logs', '--no-log-prefix', 'seed']));
  const second = accounts(await compose.run(['run', '--rm', '-T', 'seed']));
  if (first === '' || first !== second) throw new Error(`first:\n${first}\nthen:\n${second}`);
}

export async function demo(compose: Compose): Promise<void> {
  const output = await compose.run(['run', '--rm', '-T', 'demo']);
  if (!output.includes('Every answer was the expected one.')) throw new Error(output);
}

async function recovers(compose: Compose, service: string, gatewayUrl: string): Promise<void> {
  const [container] = await compose.containers(service);
  if (container === undefined) throw new Error('there is no such container');
  await crash(container);
  await eventually(
    async () =>
      (await restartsOf(container)) > 0 && (await answersOk(`${gatewayUrl}/health/ready`)),
    { withinMs: RECOVERY_MS, everyMs: 500 },
  );
}

/** The race judges itself: one winner, one listing, entries that make every counter. */
async function race(compose: Compose): Promise<void> {
  const ledgers = await compose.containers('ledger');
  const [victim] = ledgers;
  if (ledgers.length !== 3 || victim === undefined)
    throw new Error(`${String(ledgers.length)} ledgers run`);
  let killed: Promise<void> | undefined;
  const { code, output } = await compose.watch(
    ['run', '--rm', '-T', 'demo', 'race'],
    (line) => {
      if (line === RACE_IS_ON) killed = crash(victim);
    },
    RACE,
  );
  if (code !== 0) throw new Error(output);
  if (!killed) throw new Error(`nobody said that the race is on: ${output}`);
  await killed;
  await eventually(async () => (await restartsOf(victim)) > 0, { withinMs: RECOVERY_MS });
}

/** How many entries were checked. */
async function verified(compose: Compose): Promise<string> {
  const output = await compose.run(VERIFY);
  const found = /(\d+ entries) of .*: 0 differences/.exec(output)?.[1];
  if (found === undefined || found === '0 entries') throw new Error(output);
  return found;
}

/** A backup is of one moment: the gateway goes first, and the services when what was on its way has arrived. */
async function commands(compose: Compose): Promise<void> {
  const demerit = (...words: string[]): Promise<string> =>
    compose.run(['run', '--rm', '-T', '--no-deps', 'demerit', ...words]);
  await demerit('doctor');
  await demerit('indexes', '--check');
  await demerit('money', 'check');
  await compose.run(['stop', 'gateway']);
  await eventually(() => demerit('outbox', 'status'), { withinMs: RECOVERY_MS });
  await compose.run(['stop', ...BEHIND_THE_GATEWAY]);
  await demerit('backup', '/backups/check');
  await compose.run(['up', '--wait']);
}

async function tools(compose: Compose): Promise<void> {
  const address = (name: string, path: string): string =>
    `http://127.0.0.1:${compose.variables[name] ?? ''}${path}`;
  await compose.run(['--profile', 'tools', 'up', '--detach', 'management', 'pay-page']);
  await eventually(() => answersOk(address('MANAGEMENT_PORT', '/')));
  await eventually(() => answersOk(address('PAY_PAGE_PORT', '/health/live')));
  await compose.run(['--profile', 'tools', 'rm', '--force', '--stop', 'management', 'pay-page']);
}

async function observed(compose: Compose): Promise<void> {
  const url = `http://127.0.0.1:${compose.variables['PROMETHEUS_PORT'] ?? ''}/api/v1`;
  const textOf = async (path: string): Promise<string> =>
    (await fetch(`${url}${path}`, { signal: AbortSignal.timeout(5_000) })).text();
  await compose.run(['--profile', 'observability', 'config', '--quiet']);
  await compose.run(['--profile', 'observability', 'up', '--wait', 'prometheus']);
  const count = `"${String(SERVICE_NAMES.length)}"`;
  await eventually(async () => (await textOf('/query?query=sum(up)')).includes(count), {
    withinMs: RECOVERY_MS,
    everyMs: 1_000,
  });
  if (!(await textOf('/rules?type=alert')).includes('DemeritServiceDown'))
    throw new Error('it does not know the alerts');
  await compose.run(['--profile', 'observability', 'rm', '--force', '--stop', 'prometheus']);
}
