import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { HEAP } from '../../tools/dev/supervise/services';

/**
 * Each contestant is a process of its own with the heap of a service, so that no heap and no event loop is shared: a file that calls
 * `compete`, started by `Contestant.start`. What it can do is an object of async functions; arguments and answers travel as JSON.
 */
export type Skills = Record<string, (...given: never[]) => Promise<unknown>>;

interface Call {
  id: number;
  name: string;
  given: unknown[];
}
type Answer = { id: number; value: unknown } | { id: number; error: string };

const SETTINGS = 'BENCH_CONTESTANT';
/** What everybody can be asked for. */
const CPU = 'processor time';

/** The contestant's side: makes itself ready, then does what it is asked to until its parent goes away. */
export async function compete(prepare: (settings: never) => Promise<Skills>): Promise<void> {
  const tell = (answer: Answer): void => void process.send?.(answer);
  process.once('disconnect', () => process.exit());
  try {
    const prepared = await prepare(JSON.parse(process.env[SETTINGS] ?? '{}') as never);
    const skills: Skills = { ...prepared, [CPU]: async () => cpuMs() };
    process.on('message', ({ id, name, given }: Call) => {
      const skill = skills[name] as (...given: unknown[]) => Promise<unknown>;
      skill(...given).then(
        (value) => tell({ id, value }),
        (error: unknown) => tell({ id, error: reasonOf(error) }),
      );
    });
    tell({ id: 0, value: 'ready' });
  } catch (error) {
    tell({ id: 0, error: reasonOf(error) });
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${reasonOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

/** The parent's side. */
export class Contestant<T extends Skills> {
  readonly pid: number;
  private readonly waiting = new Map<number, PromiseWithResolvers<unknown>>();
  private asked = 0;

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
  ) {
    this.pid = child.pid ?? 0;
    child.on('message', (answer: Answer) => this.hear(answer));
    child.once('exit', (code, signal) => {
      const error = new Error(`${name} ended (${signal ?? `code ${code}`})`);
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    });
  }

  /**
   * `file` is relative to `bench`, without an ending; what it prints goes to `output`, a file that is open. Rejects with what the contestant could not
   * make ready.
   */
  static async start<T extends Skills>(
    file: string,
    settings: object,
    env: NodeJS.ProcessEnv = {},
    output: number | 'inherit' = 'inherit',
  ): Promise<Contestant<T>> {
    const child = fork(join(__dirname, '..', `${file}.js`), {
      env: { ...process.env, ...env, [SETTINGS]: JSON.stringify(settings) },
      execArgv: ['--enable-source-maps', ...HEAP],
      stdio: ['ignore', output, 'inherit', 'ipc'],
    });
    const contestant = new Contestant<T>(file, child);
    const ready = Promise.withResolvers<unknown>();
    contestant.waiting.set(0, ready);
    await ready.promise;
    return contestant;
  }

  async ask<Name extends keyof T & string>(
    name: Name,
    ...given: Parameters<T[Name]>
  ): Promise<Awaited<ReturnType<T[Name]>>> {
    return (await this.call(name, given)) as Awaited<ReturnType<T[Name]>>;
  }

  /** Processor time of its process since that was started. */
  async cpuMs(): Promise<number> {
    return (await this.call(CPU, [])) as number;
  }

  /** At once, as a crash would. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }

  private async call(name: string, given: unknown[]): Promise<unknown> {
    if (!this.child.connected) throw new Error(`${this.name} has ended`);
    this.asked += 1;
    const id = this.asked;
    const answer = Promise.withResolvers<unknown>();
    this.waiting.set(id, answer);
    this.child.send({ id, name, given } satisfies Call);
    return answer.promise;
  }

  private hear(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(new Error(`${this.name}: ${answer.error}`));
    else waiting?.resolve(answer.value);
  }
}
