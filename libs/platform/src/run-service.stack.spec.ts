import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mongoose';
import { stackUnderTest } from '../../../tools/dev/home/under-test';
import { Line } from '../test/testing';

const PROGRAM = resolve(__dirname, '../../../dist-test/libs/platform/test/trial-service.js');

interface Ready {
  status: number;
  down: string[];
}

/** The process, its output, and its health. */
class Trial {
  output = '';
  private readonly child: ChildProcess;
  readonly exited: Promise<number | null>;

  constructor(env: Record<string, string>) {
    const settings = {
      NODE_ENV: 'test',
      NODE_COMPILE_CACHE: resolve(PROGRAM, '../.cache'),
      INTERNAL_TOKEN: 'a-secret-of-this-trial',
      DATABASE_PREFIX: 'trial',
      AMQP_NAMESPACE: 'trial',
      HTTP_PORT: '0',
    };
    this.child = spawn(process.execPath, [PROGRAM], {
      env: { PATH: process.env.PATH, ...settings, ...env },
    });
    this.child.stdout?.on('data', (text: Buffer) => (this.output += text.toString()));
    this.child.stderr?.on('data', (text: Buffer) => (this.output += text.toString()));
    this.exited = new Promise((ended) => this.child.on('exit', (code) => ended(code)));
  }

  stop(): void {
    this.child.kill('SIGTERM');
  }

  destroy(): void {
    this.child.kill('SIGKILL');
  }

  async url(): Promise<string> {
    return eventually(
      () =>
        /"listening at (http:[^"]+)"/.exec(this.output)?.[1] ??
        Promise.reject(new Error(this.output)),
    );
  }

  async ready(): Promise<Ready> {
    const response = await fetch(`${await this.url()}/health/ready`);
    const body = (await response.json()) as { error: Record<string, unknown> };
    return { status: response.status, down: Object.keys(body.error).sort() };
  }
}

async function eventually<T>(ask: () => T | Promise<T>, withinMs = 10_000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(50);
    }
  }
}

jest.setTimeout(60_000);

describe('a service as a process', () => {
  const stack = stackUnderTest();
  const [database, broker] = [new Line(new URL(stack.mongoUrl)), new Line(new URL(stack.amqpUrl))];
  const trials: Trial[] = [];
  let way: Record<string, string>;

  function start(env: Record<string, string> = {}): Trial {
    const trial = new Trial({ ...way, ...env });
    trials.push(trial);
    return trial;
  }

  beforeAll(async () => {
    way = { MONGODB_URL: await database.url(), RABBITMQ_URL: await broker.url() };
  });

  afterEach(async () => {
    for (const trial of trials) trial.destroy();
    await Promise.all(trials.splice(0).map((trial) => trial.exited));
  });

  afterAll(() => {
    database.close();
    broker.close();
  });

  it('with a bad setting says which in one line and ends with 78', async () => {
    const trial = start({ POLICY_FULL_SCORE: '1001' });
    expect(await trial.exited).toBe(78);
    expect(trial.output).toBe(
      'ledger: POLICY_FULL_SCORE must be a whole number from 1 to 1000 (it is "1001"), for example POLICY_FULL_SCORE=12\n',
    );
  });

  it('whose port is taken says so in one line and ends with 1', async () => {
    const first = start();
    const { port } = new URL(await first.url());
    const second = start({ HTTP_PORT: port });
    expect(await second.exited).toBe(1);
    expect(second.output).toContain(
      `ledger: port ${port} of 127.0.0.1 is taken; end what listens there, or set HTTP_PORT to a free one\n`,
    );
    expect(second.output).not.toContain('"level":"fatal"');
  });

  it('starts while database and broker are away, says so, and can be stopped', async () => {
    const trial = start();
    expect(await trial.ready()).toEqual({ status: 503, down: ['broker', 'database'] });
    expect((await fetch(`${await trial.url()}/health/live`)).status).toBe(200);
    trial.stop();
    expect(await trial.exited).toBe(0);
  });

  it('becomes ready as they come, in whichever order, with its indexes made; and tells when one is lost', async () => {
    const trial = start();
    const isReady = async (expected: Ready) =>
      eventually(async () => expect(await trial.ready()).toEqual(expected), 20_000);
    await isReady({ status: 503, down: ['broker', 'database'] });
    broker.mend();
    await pause(500);
    await isReady({ status: 503, down: ['broker', 'database'] });
    database.mend();
    await isReady({ status: 200, down: [] });
    await expect(indexesOf('rows')).resolves.toContain('key');
    database.cut();
    expect((await trial.ready()).down).toContain('database');
    database.mend();
    await isReady({ status: 200, down: [] });
    broker.cut();
    await isReady({ status: 503, down: ['broker'] });
    broker.mend();
    await isReady({ status: 200, down: [] });
  });

  it('answers what it has begun when it is told to stop, then ends with 0', async () => {
    broker.mend();
    database.mend();
    const trial = start();
    await eventually(async () => expect((await trial.ready()).status).toBe(200));
    const answer = fetch(`${await trial.url()}/slow`);
    await pause(200);
    trial.stop();
    expect(await (await answer).json()).toEqual({ done: true });
    expect(await trial.exited).toBe(0);
  });

  async function indexesOf(collection: string): Promise<(string | undefined)[]> {
    const connection = await createConnection(stack.mongoUrl, {
      dbName: 'trial_ledger',
    }).asPromise();
    const indexes = await connection.collection(collection).indexes();
    await connection.close();
    return indexes.map(({ name }) => name);
  }
});
