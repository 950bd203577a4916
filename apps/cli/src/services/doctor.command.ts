import { addressOf, SERVICE_NAMES, type ServiceName } from '@demerit/platform';
import { Command, CommandRunner } from 'nest-commander';
import { Broker } from '../stores/broker';
import { Databases, KEEPERS } from '../stores/databases';
import { Failure, reasonOf } from '../terminal/failure';
import { age, print } from '../terminal/output';
import { outboxes } from './outbox';
import { UNFINISHED } from '../archive/restore.command';

const TIMEOUT_MS = 3_000;
const OLDEST_DATABASE = 7;
const OLDEST_BROKER = [3, 10] as const;

interface Finding {
  well: boolean;
  what: string;
  says: string;
}

const well = (what: string, says: string): Finding => ({ well: true, what, says });
const ill = (what: string, says: string): Finding => ({ well: false, what, says });
const judged = (isWell: boolean, what: string, says: string): Finding => ({
  well: isWell,
  what,
  says,
});

@Command({
  name: 'doctor',
  description:
    'How the installation is: stores and their versions, services, queues, dead letters, outboxes, clocks; exit code 1 with anything ill',
})
export class DoctorCommand extends CommandRunner {
  constructor(
    private readonly databases: Databases,
    private readonly broker: Broker,
  ) {
    super();
  }

  async run(): Promise<void> {
    const database = attempt('database', () => this.ofDatabase());
    const services = ofServices();
    const parts = await Promise.all([
      database,
      attempt('broker', () => this.ofBroker()),
      services,
      attempt('outboxes', async () => {
        // Programs start here: a service asked meanwhile may have no processor left to answer with.
        await services;
        return outboxesBehind(await database);
      }),
      attempt('queues', () => this.ofQueues()),
    ]);
    const findings = parts.flat();
    for (const { well: isWell, what, says } of findings) {
      print(`${isWell ? '✔' : '✘'} ${what.padEnd(32)} ${says}`);
    }
    const count = findings.filter((finding) => !finding.well).length;
    if (count > 0) throw new Failure(`${count} of ${findings.length} need attention`);
  }

  private async ofDatabase(): Promise<Finding[]> {
    const client = await this.databases.connected();
    const admin = client.db('admin');
    const { version } = (await admin.command({ buildInfo: 1 })) as { version: string };
    const hello = await admin.command({ hello: 1 });
    const hasTransactions = hello['setName'] !== undefined || hello['msg'] === 'isdbgrid';
    const findings = [
      judged(
        Number.parseInt(version) >= OLDEST_DATABASE,
        'database version',
        `${version}; ${OLDEST_DATABASE} or later is needed`,
      ),
      judged(
        hasTransactions,
        'database transactions',
        hasTransactions
          ? 'there are'
          : 'it is no replica set: start it with --replSet and initiate it',
      ),
    ];
    for (const service of KEEPERS) {
      const database = await this.databases.of(service);
      const left = await database.listCollections({ name: UNFINISHED }).toArray();
      if (left.length > 0)
        findings.push(
          ill(this.databases.nameOf(service), 'is left from a restore that was killed'),
        );
    }
    return findings;
  }

  private async ofBroker(): Promise<Finding[]> {
    const version = await this.broker.version();
    const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
    const [oldest, oldestMinor] = OLDEST_BROKER;
    const isNewEnough = major > oldest || (major === oldest && minor >= oldestMinor);
    return [
      judged(isNewEnough, 'broker', `${version}; ${OLDEST_BROKER.join('.')} or later is needed`),
    ];
  }

  private async ofQueues(): Promise<Finding[]> {
    const states = await this.broker.states(this.broker.queues());
    return states
      .filter(({ kind }) => kind !== 'retry')
      .map(({ queue, kind, messages, consumers }) => {
        if (messages === undefined)
          return ill(
            `queue ${queue}`,
            'is not there: its service has never run, or somebody deleted it',
          );
        if (kind === 'dead-letters')
          return judged(messages === 0, `queue ${queue}`, `${messages} dead letters`);
        return judged(
          consumers > 0,
          `queue ${queue}`,
          `${messages} waiting, ${consumers} consumers`,
        );
      });
  }
}

/** By each service's own program: it works while the service is down. */
async function outboxesBehind(database: readonly Finding[]): Promise<Finding[]> {
  const isAway = database.some(({ what, well: isWell }) => what === 'database' && !isWell);
  if (isAway) return [ill('outboxes', 'cannot be looked into while the database does not answer')];
  const found = await outboxes();
  return found.map((one) => {
    const what = `outbox ${one.service}`;
    if (one.state === undefined) return ill(what, one.unknown);
    const { pending, stuck, oldestAgeMs } = one.state;
    const waiting = `${pending} wait, the oldest for ${age(oldestAgeMs)}`;
    return judged(stuck === 0, what, pending === 0 ? 'nothing waits' : waiting);
  });
}

async function attempt(what: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [ill(what, reasonOf(error))];
  }
}

/** Every service by its own health, and whether their domain clocks agree. */
async function ofServices(): Promise<Finding[]> {
  const healths = await Promise.all(SERVICE_NAMES.map(healthOf));
  const offsets = new Set(
    healths.flatMap(({ offsetMs }) => (offsetMs === undefined ? [] : [offsetMs])),
  );
  return [
    ...healths.map(({ finding }) => finding),
    judged(
      offsets.size <= 1,
      'domain clocks',
      offsets.size <= 1 ? 'agree' : `differ: offsets of ${[...offsets].join(', ')} ms`,
    ),
  ];
}

interface Health {
  finding: Finding;
  offsetMs?: number;
}

async function healthOf(service: ServiceName): Promise<Health> {
  const url = `${addressOf(service)}/health/ready`;
  const what = `service ${service}`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { details = {} } = (await response.json()) as {
      details?: Record<string, { status?: string; offsetMs?: number }>;
    };
    const down = Object.keys(details).filter((name) => details[name]?.status !== 'up');
    // The payment provider keeps real time.
    const offsetMs = service === 'payment-sandbox' ? undefined : details['clock']?.offsetMs;
    const finding = response.ok
      ? well(what, 'ready')
      : ill(what, `not ready: ${down.join(', ') || String(response.status)}`);
    return { finding, ...(offsetMs !== undefined && { offsetMs }) };
  } catch (error) {
    return { finding: ill(what, `does not answer at ${url} (${reasonOf(error)})`) };
  }
}
