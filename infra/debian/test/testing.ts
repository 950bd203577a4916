import { transformFileSync } from '@swc/core';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** `infra/debian`. */
const HERE = join(__dirname, '..');
const REPOSITORY = resolve(HERE, '../..');

/** Polls until `ready` gives something other than false, null or undefined. */
export async function eventually<T>(
  what: string,
  timeoutMs: number,
  ready: () => T | Promise<T>,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  do {
    try {
      const value = await ready();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    await new Promise((done) => setTimeout(done, 50));
  } while (Date.now() < deadline);
  throw new Error(`not within ${timeoutMs} ms: ${what}`, { cause: last });
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

export function canConnect(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => {
      done(false);
    });
  });
}

/** One supervised process, as the start command runs them: started again on its port whenever it ends. */
export class Supervised {
  starts = 0;
  private child: ChildProcess | null = null;
  private stopping = false;

  constructor(
    readonly port: number,
    private readonly command: string[],
    private readonly env: Record<string, string>,
    private readonly logFile: string,
  ) {
    this.start();
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  kill9(): void {
    this.child?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await gone;
  }

  startAgain(): void {
    this.stopping = false;
    this.start();
  }

  /** No longer looked after, as when the supervisor itself is killed. */
  abandon(): void {
    this.stopping = true;
  }

  listening(timeoutMs = 20_000): Promise<boolean> {
    return eventually(`port ${this.port}`, timeoutMs, async () => await canConnect(this.port));
  }

  private start(): void {
    this.starts++;
    const [program = '', ...args] = this.command;
    const log = openSync(this.logFile, 'a');
    this.child = spawn(program, args, {
      env: { ...process.env, ...this.env },
      stdio: ['ignore', log, log],
    });
    this.child.once('exit', () => {
      if (!this.stopping) this.start();
    });
  }
}

/** The door's current source as plain JavaScript, so that these tests need no build before them. */
function compileDoor(): string {
  const out = join(REPOSITORY, 'node_modules/.cache', `demerit-door-${process.pid}`);
  mkdirSync(out, { recursive: true });
  for (const file of readdirSync(join(HERE, 'door'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const { code } = transformFileSync(join(HERE, 'door', file), {
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
    });
    const compiled = join(out, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(compiled), { recursive: true });
    writeFileSync(compiled, code);
  }
  writeFileSync(join(out, 'package.json'), '{"type":"commonjs"}');
  return out;
}

export interface TestDatabase {
  url: string;
  folder: string;
  postgres: Supervised;
  door: Supervised;
  stop(): Promise<void>;
}

/** A database and a door of its own, in a temporary folder. */
export async function startDatabase(doorEnv: Record<string, string> = {}): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'demerit-door-'));
  const code = compileDoor();
  const [postgresPort = 0, doorPort = 0] = await freePorts(2);
  const log = join(folder, 'out.log');
  const postgres = new Supervised(
    postgresPort,
    [join(HERE, 'run-database')],
    { DATA_DIR: join(folder, 'db'), LOG_DIR: join(folder, 'log'), PORT: String(postgresPort) },
    log,
  );
  const door = new Supervised(
    doorPort,
    [process.execPath, join(code, 'main.js')],
    {
      PORT: String(doorPort),
      PGHOST: join(folder, 'db/socket'),
      PGPORT: String(postgresPort),
      ...doorEnv,
    },
    log,
  );
  // The first start on a machine builds the private root.
  await postgres.listening(240_000);
  await door.listening();
  return {
    url: `mongodb://127.0.0.1:${doorPort}/?directConnection=true`,
    folder,
    postgres,
    door,
    async stop() {
      await door.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
      rmSync(code, { recursive: true, force: true });
    },
  };
}

export interface TestBroker {
  url: string;
  folder: string;
  broker: Supervised;
  epmdPort: number;
  stop(): Promise<void>;
}

export async function startBroker(): Promise<TestBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'demerit-broker-'));
  const names = ['PORT', 'MANAGEMENT_PORT', 'PROMETHEUS_PORT', 'DIST_PORT', 'EPMD_PORT'];
  const ports = await freePorts(names.length);
  const env = Object.fromEntries(names.map((name, i) => [name, String(ports[i])]));
  const broker = new Supervised(
    Number(env.PORT),
    [join(HERE, 'run-broker')],
    { DATA_DIR: join(folder, 'mq'), LOG_DIR: join(folder, 'log'), ...env },
    join(folder, 'out.log'),
  );
  await broker.listening(240_000);
  return {
    url: `amqp://guest:guest@127.0.0.1:${env.PORT}`,
    folder,
    broker,
    epmdPort: Number(env.EPMD_PORT),
    async stop() {
      await broker.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
