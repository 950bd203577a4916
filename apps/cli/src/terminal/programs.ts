import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ServiceName } from '@demerit/platform';
import { Failure } from './failure';

/** Where the build puts the programs: this file is `<build>/apps/cli/src/terminal/programs.js`. */
const APPS = resolve(__dirname, '../../..');

/**
 * Runs a program of a service with this environment and terminal, and answers its exit code. What belongs to a service is done by its own
 * program: no app imports another.
 */
export async function runProgram(
  service: ServiceName,
  program: string,
  words: readonly string[],
): Promise<number> {
  return exitCodeOf(
    spawn(process.execPath, argumentsOf(service, program, words), { stdio: 'inherit' }),
  );
}

/** The same for what this command itself reads. */
export async function outputOf(
  service: ServiceName,
  program: string,
  words: readonly string[],
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, argumentsOf(service, program, words), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [exitCode, stdout, stderr] = await Promise.all([
    exitCodeOf(child),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { exitCode, stdout, stderr };
}

/**
 * Work with a program for each: as many at a time as there are processors, at most two, since more do not fit into the memory that a command has
 * in a container, where there is one.
 */
export async function inTurns<One, Result>(
  all: readonly One[],
  work: (one: One) => Promise<Result>,
  atOnce = Math.min(2, availableParallelism()),
): Promise<Result[]> {
  const results: Result[] = [];
  const left = all.entries();
  const worker = async (): Promise<void> => {
    for (const [position, one] of left) results[position] = await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

function argumentsOf(service: ServiceName, program: string, words: readonly string[]): string[] {
  const file = join(APPS, service, 'src', `${program}.js`);
  if (!existsSync(file)) throw new Failure(`${file} is missing: build first (npm run build)`);
  return ['--enable-source-maps', file, ...words];
}

function exitCodeOf(child: ChildProcess): Promise<number> {
  // ctrl-C in a terminal reaches the child by itself; this is for whoever stops the command alone.
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of SIGNALS) process.once(signal, pass);
  return new Promise<number>((ended, failed) => {
    child.once('error', failed);
    child.once('exit', (code, signal) => ended(signal === null ? (code ?? 1) : 1));
  }).finally(() => {
    for (const signal of SIGNALS) process.removeListener(signal, pass);
  });
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
