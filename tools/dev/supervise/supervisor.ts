import { randomUUID } from 'node:crypto';
import { readJson, remove, writeJson } from '../home/files';
import type { Home } from '../home/home';
import { rotateLog } from './log-files';
import type { Ports } from '../home/names';
import { choosePorts, isPortFree } from '../home/ports';
import { record } from '../programs/processes';
import type { Program } from '../programs/program';
import { seed } from '../city/seed';
import { serviceEnvironment, servicePrograms, urlOf } from './services';
import type { RunFile, SeededAccount, StackFile } from '../home/stack-file';
import { prepareStores, type Stores } from '../stores/stores';
import { Failure, seconds } from '../home/terminal';
import { Worker } from './worker';

const STORES_LIMIT_MS = 90_000;
const SERVICES_LIMIT_MS = 90_000;
const STOP_GRACE_MS = 15_000;
const LOG_CHECK_MS = 5_000;

/** `stores`: only the broker and the database, empty. */
export type Extent = 'all' | 'stores';

/** Starts the processes of one stack, keeps them running, and writes down where they are. */
export class Supervisor {
  #workers: Worker[] = [];
  #accounts: SeededAccount[] | undefined;
  #stores: Stores | undefined;
  #ports: Ports | undefined;
  #phase: RunFile['phase'] = 'starting';
  #logCheck: NodeJS.Timeout | undefined;
  readonly #mark = randomUUID();

  constructor(
    private readonly home: Home,
    private readonly said: (line: string) => void,
    private readonly extent: Extent = 'all',
  ) {}

  /** Resolves when everything is ready and seeded and stack.json says so. @throws Failure with the reason. */
  async start(): Promise<StackFile> {
    const startedAt = performance.now();
    this.#writeRun();
    this.#ports = await choosePorts(
      (readJson(this.home.portsFile) as Ports | undefined) ?? {},
      isPortFree,
    );
    writeJson(this.home.portsFile, this.#ports);
    this.#stores = await prepareStores(this.home, this.#ports, this.#mark, this.said);
    writeJson(this.home.elsewhereFile, this.#stores.elsewhere);
    this.#logCheck = setInterval(() => {
      for (const { program } of this.#workers) rotateLog(this.home, program.name);
    }, LOG_CHECK_MS);

    await this.#run(this.#stores.programs, STORES_LIMIT_MS);
    this.#accounts =
      this.extent === 'all' ? await this.#runServices(this.#ports, this.#stores) : [];
    this.#phase = 'ready';
    this.#changed();
    this.said(`all ready after ${seconds(startedAt)}`);
    return this.#stackFile();
  }

  async #runServices(ports: Ports, stores: Stores): Promise<SeededAccount[]> {
    const environment = serviceEnvironment(this.home, ports, stores);
    await this.#run(servicePrograms(this.home, ports, environment), SERVICES_LIMIT_MS);
    const seedingSince = performance.now();
    const accounts = await seed({
      home: this.home,
      gatewayUrl: urlOf(ports, 'gateway'),
      identityEnvironment: { ...environment, HTTP_PORT: String(ports.identity) },
      said: this.said,
    });
    this.said(`${'city and accounts'.padEnd(16)} ready after ${seconds(seedingSince)}`);
    return accounts;
  }

  /** Ends everything in order: first those who still have something to say to the broker and the database. */
  async stop(): Promise<void> {
    this.#phase = 'stopping';
    clearInterval(this.#logCheck);
    const stores = new Set<string>(this.#stores?.programs.map(({ name }) => name));
    const isStore = (worker: Worker): boolean => stores.has(worker.program.name);
    await stopAll(this.#workers.filter((worker) => !isStore(worker)));
    await stopAll(this.#workers.filter((worker) => worker.program.name === 'door'));
    await stopAll(this.#workers.filter(isStore));
    remove(this.home.stackFile);
  }

  /** At once, without any order. */
  kill(): void {
    for (const worker of this.#workers) worker.kill();
  }

  async #run(programs: Program[], withinMs: number): Promise<void> {
    if (this.#phase === 'stopping') throw new Failure('stopped before it was ready');
    const events = {
      changed: () => {
        this.#changed();
      },
      said: this.said,
    };
    const workers = programs.map((program) => new Worker(program, this.home, this.#mark, events));
    this.#workers.push(...workers);
    for (const worker of workers) worker.start();
    await Promise.all(workers.map((worker) => worker.firstReady(withinMs)));
  }

  #changed(): void {
    this.#writeRun();
    // Before that the file would promise what is not there yet; afterwards nothing is to be found any more.
    if (this.#phase === 'ready') writeJson(this.home.stackFile, this.#stackFile());
  }

  #writeRun(): void {
    const run: RunFile = {
      supervisor: record(process.pid),
      mark: this.#mark,
      phase: this.#phase,
      debianFolders: [],
      containers: [],
      ...this.#stores?.traces,
      processes: this.#workers.flatMap(({ program, working }) =>
        working ? [{ name: program.name, ...working }] : [],
      ),
    };
    writeJson(this.home.runFile, run);
  }

  #stackFile(): StackFile {
    if (!this.#ports || !this.#stores || !this.#accounts) throw new Error('the stack is not ready');
    return {
      gatewayUrl: urlOf(this.#ports, 'gateway'),
      mongoUrl: this.#stores.mongoUrl,
      amqpUrl: this.#stores.amqpUrl,
      rabbitManagementUrl: this.#stores.managementUrl,
      accounts: this.#accounts,
      processes: this.#workers.flatMap(({ program, working }) =>
        working ? [{ name: program.name, pid: working.pid }] : [],
      ),
    };
  }
}

async function stopAll(workers: Worker[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.stop(STOP_GRACE_MS)));
}
