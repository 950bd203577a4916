import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { CrashPoint } from '../src/message/crash-points';
import type { ConsumerSettings } from './consumer';
import type { RelaySettings } from './relay';

/** What `npm run build:test` makes of this folder. */
const PROGRAMS = resolve(__dirname, '../../../dist-test/libs/messaging/test');

/** The programs of this folder, each with what a test tells it. */
interface ProgramSettings {
  consumer: ConsumerSettings;
  relay: RelaySettings;
}

/** How a process ended. */
export interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The last of what it said, for the message of a test that fails. */
  said: string;
}

/** A process of one of these programs. */
export class Child<Name extends keyof ProgramSettings = keyof ProgramSettings> {
  readonly ended: Promise<End>;
  private readonly child: ChildProcess;
  private said = '';

  constructor(name: Name, settings: ProgramSettings[Name], crashAt?: `${CrashPoint}@${number}`) {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      SETTINGS: JSON.stringify(settings),
      NODE_COMPILE_CACHE: join(PROGRAMS, '.cache'),
      NO_COLOR: '1',
    };
    if (crashAt !== undefined) env['CRASH_AT'] = crashAt;
    this.child = spawn(process.execPath, [join(PROGRAMS, `${name}.js`)], { env });
    const listen = (chunk: Buffer): void => {
      this.said = (this.said + chunk.toString()).slice(-2_000);
    };
    this.child.stdout?.on('data', listen);
    this.child.stderr?.on('data', listen);
    this.ended = new Promise((resolve) => {
      this.child.on('exit', (code, signal) => resolve({ code, signal, said: this.said }));
    });
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  hasSaid(words: string): boolean {
    return this.said.includes(words);
  }

  async stop(): Promise<End> {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  /** For a test that failed halfway: leaves no process behind. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}
