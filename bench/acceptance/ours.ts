import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient, type Document } from 'mongodb';
import { createConnection } from 'mongoose';
import { verifyQuietly } from '../../apps/ledger/src/verification/verification';
import { eventually } from '../../tools/dev/client/eventually';
import { readJson } from '../../tools/dev/home/files';
import { stackHome } from '../../tools/dev/home/home';
import { SERVICE_NAMES } from '../../tools/dev/home/names';
import { setNextStart } from '../../tools/dev/supervise/next-start';
import { answersOk } from '../../tools/dev/programs/readiness';
import type { StackFile } from '../../tools/dev/home/stack-file';
import { sumOf, type Work } from '../contest/counting';

const SETTLED_WITHIN_MS = 60_000;
const READY_WITHIN_MS = 120_000;

/** Of which documents an acceptance leaves one, by service and collection: at once, or when its event was heard. */
const LEFT: [service: string, collection: string, rows: Document][] = [
  ['violations', 'handlings', { stage: 'decided' }],
  ['violations', 'violations', { status: 'decided' }],
  ['ledger', 'reservations', { state: 'reserved', undecided: false }],
  ['ledger', 'entries', { type: 'reserve' }],
  ['payments', 'orders', {}],
];

/** Our services as a whole, seen from their databases: to look after what acceptances left, which no caller may see. */
export class OurServices {
  private readonly client: MongoClient;
  private readonly prefix: string;
  private readonly counts = join(stackHome().dir, 'counts');
  private before: Record<string, number> = {};

  constructor(private readonly stack: StackFile) {
    this.client = new MongoClient(stack.mongoUrl);
    // As tools/dev/stores names them.
    this.prefix = process.env['MONGODB_URL'] ? `demerit-${stackHome().id}` : 'demerit';
  }

  database(service: string) {
    return this.client.db(`${this.prefix}_${service}`);
  }

  /** Waits until nothing is under way; what is there then was not done by the race. */
  async begin(): Promise<void> {
    await sleep(2_000);
    this.before = await this.totals();
  }

  /** One line for each total that does not become what so many acceptances leave. */
  async check(accepted: number): Promise<string[]> {
    const wrong = async (): Promise<string[]> =>
      Object.entries(await this.totals())
        .map(([name, count]) => [name, count - (this.before[name] ?? 0)] as const)
        .filter(([, count]) => count !== accepted)
        .map(([name, count]) => `${name}: ${count}, not ${accepted}`);
    try {
      await eventually(async () => (await wrong()).length === 0, { withinMs: SETTLED_WITHIN_MS });
      return [];
    } catch {
      return wrong();
    }
  }

  /** Every counter of the ledger re-derived from its entries; the limits are among what it looks at. */
  async verifyLedger(): Promise<string[]> {
    const dbName = this.database('ledger').databaseName;
    const options = { dbName, autoIndex: false, autoCreate: false };
    const connection = await createConnection(this.stack.mongoUrl, options).asPromise();
    const { differences } = await verifyQuietly(connection);
    await connection.close();
    return differences.map((difference) => JSON.stringify(difference));
  }

  /** Starts all services again so that they count; the starts after that are ordinary ones. */
  async startCounting(): Promise<void> {
    rmSync(this.counts, { recursive: true, force: true });
    mkdirSync(this.counts, { recursive: true });
    await this.startAgain('contest/counting-preload', { BENCH_COUNTS: this.counts });
  }

  /** The same with another program before their own: a file of `bench`, without an ending. */
  async startAgain(preload: string, more: Record<string, string>): Promise<void> {
    const env = { ...more, NODE_OPTIONS: `--require ${join(__dirname, '..', `${preload}.js`)}` };
    for (const name of SERVICE_NAMES) setNextStart(stackHome(), name, { env });
    const pids = [...this.pids().values()];
    // Not at once: the relay of a killed one keeps its lease, and its events would come while others are counted.
    for (const pid of pids) process.kill(pid, 'SIGTERM');
    const again = { withinMs: READY_WITHIN_MS };
    await eventually(() => {
      const now = [...this.pids().values()];
      return now.filter((pid) => !pids.includes(pid)).length === pids.length;
    }, again);
    await eventually(() => answersOk(`${this.stack.gatewayUrl}/health/ready`), again);
  }

  /** Of all services together. */
  async counted(): Promise<Work> {
    const files = readdirSync(this.counts).filter((name) => name.endsWith('.json'));
    return sumOf(
      files.map((file) => JSON.parse(readFileSync(join(this.counts, file), 'utf8')) as Work),
    );
  }

  /** By the name of the service. */
  pids(): Map<string, number> {
    const { processes } = readJson(process.env['DEMERIT_STACK'] ?? '') as StackFile;
    const names: readonly string[] = SERVICE_NAMES;
    const services = processes.filter(({ name }) => names.includes(name));
    return new Map(services.map(({ name, pid }) => [name, pid]));
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private async totals(): Promise<Record<string, number>> {
    const counts = LEFT.map(async ([service, collection, rows]) => [
      `${service}.${collection}`,
      await this.database(service).collection(collection).countDocuments(rows),
    ]);
    return Object.fromEntries(await Promise.all(counts)) as Record<string, number>;
  }
}
