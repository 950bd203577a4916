import { existsSync } from 'node:fs';
import { stopStack } from './down';
import type { Home } from '../home/home';
import { runningStack } from '../supervise/remains';
import type { StackFile } from '../home/stack-file';
import { Failure, say } from '../home/terminal';
import { startDetached } from './up';

/**
 * Runs the work on the stack of this home, or on one started for it; what was started is stopped again, whatever
 * happens, ctrl-C included. Data that was there before stays.
 */
export async function withStack(
  home: Home,
  work: (stack: StackFile) => Promise<void>,
): Promise<void> {
  const there = runningStack(home)?.stack;
  if (there) {
    await work(there);
    return;
  }
  const keep = existsSync(home.data);
  try {
    await Promise.race([startDetached(home).then(work), interruption()]);
  } finally {
    await stopStack(home, keep);
  }
}

/** Never resolves; rejects at a signal. */
function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(name, () => {
        say('Interrupted.');
        reject(new Failure('', 130));
      });
    }
  });
}
