import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';
import type { CrashPoint } from '../src/message/crash-points';
import type { ConsumerSettings } from './consumer';
import type { RelaySettings } from './relay';

const SOURCES = join(__dirname, '..');

/**
 * This library as JavaScript that `node` can start, made from the sources as they are now; below the
 * checkout, so that packages are found.
 */
export class CompiledLibrary {
  private readonly dir = join('.demerit', 'test', `messaging-${process.pid}`);

  constructor() {
    for (const name of readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.ts') && !name.endsWith('.spec.ts')) this.compile(name);
    }
  }

  program(name: keyof ProgramSettings): string {
    return join(this.dir, 'faults', `${name}.js`);
  }

  get compileCache(): string {
    return join(this.dir, 'cache');
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  private compile(name: string): void {
    const { code } = transformFileSync(join(SOURCES, name), {
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        keepClassNames: true,
      },
      module: { type: 'commonjs' },
    });
    const path = join(this.dir, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
}

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

  constructor(
    library: CompiledLibrary,
    name: Name,
    settings: ProgramSettings[Name],
    crashAt?: `${CrashPoint}@${number}`,
  ) {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      SETTINGS: JSON.stringify(settings),
      NODE_COMPILE_CACHE: library.compileCache,
      NO_COLOR: '1',
    };
    if (crashAt !== undefined) env['CRASH_AT'] = crashAt;
    this.child = spawn(process.execPath, [library.program(name)], { env });
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
