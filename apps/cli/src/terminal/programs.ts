import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
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
  const file = join(APPS, service, 'src', `${program}.js`);
  if (!existsSync(file)) throw new Failure(`${file} is missing: build first (npm run build)`);
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...words], {
    stdio: 'inherit',
  });
  // ctrl-C in a terminal reaches the child by itself; this is for whoever stops the command alone.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => child.kill(signal));
  return new Promise((ended, failed) => {
    child.once('error', failed);
    child.once('exit', (code, signal) => ended(signal === null ? (code ?? 1) : 1));
  });
}
