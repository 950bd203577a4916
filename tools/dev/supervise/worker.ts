import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from '../home/home';
import type { RecordedProcess } from '../home/stack-file';
import { endOfLog, lastLines, openLog } from './log-files';
import { takeNextStart } from './next-start';
import { isRunning, kill, record, signal, STACK_MARK } from '../programs/processes';
import type { Program } from '../programs/program';
import { Failure, seconds } from '../home/terminal';

/** A process that lived this long was well: its next start is not a retry. */
const STEADY_MS = 10_000;
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 2_000;
const READY_POLL_MS = 100;
/** Exits in a row before the first readiness after which a start is hopeless. */
const HOPELESS_EXITS = 3;
/** What a service answers to bad configuration: trying again changes nothing. */
const EXIT_CODE_CONFIGURATION = 78;

/** A stop that takes longer is worth a line. */
const SLOW_STOP_MS = 3_000;

/** How long to wait before the next start, after so many short lives in a row. */
export function restartDelayMs(shortLives: number): number {
  if (shortLives === 0) return 0;
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (shortLives - 1));
}

export interface WorkerEvents {
  /** The working process is another one, or there is none at present. */
  changed: () => void;
  said: (line: string) => void;
}

/** Keeps one program running until it is stopped. */
export class Worker {
  /** The process at work, while there is one. */
  working: RecordedProcess | undefined;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #stopping = false;
  #everReady = false;
  #shortLives = 0;
  #hopeless: string | undefined;
  #life = 0;
  #logBeforeByte = 0;

  constructor(
    readonly program: Program,
    private readonly home: Home,
    private readonly mark: string,
    private readonly events: WorkerEvents,
  ) {}

  start(): void {
    void this.#keepRunning();
  }

  /** Resolves at the first readiness. @throws Failure with the last log lines when the program cannot be brought up. */
  async firstReady(withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!this.#everReady) {
      if (this.#stopping) throw new Failure('stopped before it was ready');
      if (this.#hopeless !== undefined) throw this.#failure(this.#hopeless);
      if (performance.now() > deadline) {
        throw this.#failure(`was not ready within ${String(withinMs / 1_000)} s`);
      }
      await sleep(READY_POLL_MS);
    }
  }

  /** SIGTERM, after the grace SIGKILL; returns when nothing of it is left. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    const pid = this.#child?.pid;
    const since = performance.now();
    if (pid !== undefined) {
      signal(pid, 'SIGTERM');
      const hard = setTimeout(() => {
        this.events.said(
          `${this.program.name} did not stop within ${String(graceMs / 1_000)} s, killing it`,
        );
        kill(pid);
      }, graceMs);
      await this.#exited;
      clearTimeout(hard);
      if (performance.now() - since > SLOW_STOP_MS) {
        this.events.said(`${this.program.name.padEnd(16)} stopped after ${seconds(since)}`);
      }
    }
    await this.program.endLeftovers?.();
  }

  /** At once, for whoever cannot wait. */
  kill(): void {
    this.#stopping = true;
    if (this.#child?.pid !== undefined) kill(this.#child.pid);
  }

  async #keepRunning(): Promise<void> {
    for (;;) {
      const bornAt = performance.now();
      const code = await this.#live(bornAt);
      if (this.#stopping) return;
      this.#shortLives = performance.now() - bornAt > STEADY_MS ? 0 : this.#shortLives + 1;
      this.events.said(`${this.program.name} ended (${code}), starting it again`);
      if (
        !this.#everReady &&
        (this.#shortLives >= HOPELESS_EXITS || code === `code ${String(EXIT_CODE_CONFIGURATION)}`)
      ) {
        this.#hopeless = `ended (${code})`;
      }
      await sleep(restartDelayMs(this.#shortLives));
    }
  }

  /** One life of the process; how it ended is the answer. */
  async #live(bornAt: number): Promise<string> {
    const { env, delayMs } = takeNextStart(this.home, this.program.name);
    if (delayMs !== undefined) await sleep(delayMs);
    if (this.#stopping) return 'not started';
    const life = ++this.#life;
    const log = openLog(this.home, this.program.name);
    this.#logBeforeByte = endOfLog(this.home, this.program.name);
    const child = spawn(this.program.command, this.program.args, {
      cwd: this.home.root,
      env: { ...this.program.env, ...env, [STACK_MARK]: this.mark },
      stdio: ['ignore', log, log],
      // A group of its own: ctrl-C in the terminal reaches the supervisor alone, which stops the others in order.
      detached: true,
    });
    closeSync(log);
    this.#child = child;
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => {
        resolve(error.message);
      });
      child.once('exit', (code, name) => {
        resolve(name === null ? `code ${String(code)}` : name);
      });
    });
    this.#exited = ended.then(() => undefined);
    if (child.pid !== undefined && !this.program.workingPid) this.#nowWorking(child.pid);
    void this.#watchReadiness(life, bornAt);
    const how = await ended;
    this.#child = undefined;
    this.#life++;
    this.#nowWorking(undefined);
    return how;
  }

  async #watchReadiness(life: number, bornAt: number): Promise<void> {
    while (life === this.#life && !(await this.program.isReady())) await sleep(READY_POLL_MS);
    if (life !== this.#life) return;
    if (this.program.workingPid) this.#nowWorking(await this.program.workingPid());
    this.events.said(
      `${this.program.name.padEnd(16)} ready ${this.#everReady ? 'again ' : ''}after ${seconds(bornAt)}`,
    );
    this.#everReady = true;
  }

  #nowWorking(pid: number | undefined): void {
    this.working = pid === undefined ? undefined : record(pid);
    this.events.changed();
  }

  #failure(reason: string): Failure {
    const { name } = this.program;
    const lines = lastLines(this.home, name, 15, this.#logBeforeByte).map((line) => `    ${line}`);
    return new Failure([`${name} ${reason}. Its last log lines:`, ...lines].join('\n'));
  }

  get isWorking(): boolean {
    return this.working !== undefined && isRunning(this.working);
  }
}
