import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { builtProgram, stackHome } from '../home/home';
import type { ServiceName } from '../home/names';
import { HEAP } from './services';
import { plainEnvironment } from '../programs/program';

const STARTED_WITHIN_MS = 30_000;
const SAID = 4_000;

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One process of a service with stores that whoever starts it names, beside the stack and unknown to its supervisor. */
export class Replica {
  readonly ended: Promise<Ended>;
  private said = '';
  private url: string | undefined;

  private constructor(
    private readonly name: ServiceName,
    private readonly child: ChildProcess,
  ) {
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    const hear = (chunk: Buffer): void => {
      this.said = (this.said + chunk.toString()).slice(-SAID);
      this.url ??= /listening at (http:[^"\s]+)/.exec(this.said)?.[1];
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
  }

  /** Resolves when it takes work; rejects with the end of what it said. */
  static async start(name: ServiceName, env: NodeJS.ProcessEnv): Promise<Replica> {
    const home = stackHome();
    const words = ['--enable-source-maps', ...HEAP, builtProgram(home, name)];
    const child = spawn(process.execPath, words, {
      env: {
        ...plainEnvironment(),
        NODE_ENV: 'development',
        NODE_COMPILE_CACHE: join(home.root, 'dist/.cache'),
        HTTP_HOST: '127.0.0.1',
        HTTP_PORT: '0',
        ...env,
      },
    });
    const replica = new Replica(name, child);
    await replica.whenReady();
    return replica;
  }

  /** As in production: no new work, what is in flight ends. */
  async stop(): Promise<Ended> {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  async kill(): Promise<Ended> {
    this.child.kill('SIGKILL');
    return this.ended;
  }

  /** How often it has answered requests or handled events of a type since it started, whatever became of them. */
  async handled(type: string): Promise<number> {
    const text = await (await fetch(`${this.url ?? ''}/metrics`)).text();
    const counts = text
      .split('\n')
      .filter((line) => line.startsWith('demerit_message_handle_seconds_count{'))
      .filter((line) => line.includes(`type="${type}"`));
    return counts.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  private async whenReady(): Promise<void> {
    const until = performance.now() + STARTED_WITHIN_MS;
    for (;;) {
      const answer = this.url && (await fetch(`${this.url}/health/ready`).catch(() => undefined));
      if (answer && answer.ok) return;
      const isOver = performance.now() > until || this.child.exitCode !== null;
      if (isOver) {
        await this.kill();
        throw new Error(`${this.name} did not begin to take work: ${this.said}`);
      }
      await sleep(50);
    }
  }
}
