import { readJson } from '../home/files';
import { stackHome, type Home } from '../home/home';
import { isRunning, signal, waitUntil } from '../programs/processes';
import { removeData, runningStack, sweepRemains } from '../supervise/remains';
import type { RunFile } from '../home/stack-file';
import { say } from '../home/terminal';

/** Services and stores have 15 s each; then the supervisor itself has been killing for a while. */
const SUPERVISOR_LIMIT_MS = 50_000;
const SWEEP_GRACE_MS = 15_000;

/** `./dev down [--keep]` */
export async function down(keep: boolean): Promise<void> {
  await stopStack(stackHome(), keep);
}

export async function stopStack(home: Home, keep: boolean): Promise<void> {
  const run = readJson(home.runFile) as RunFile | undefined;
  if (run && runningStack(home)) {
    say('Stopping the stack.');
    signal(run.supervisor.pid, 'SIGTERM');
    await waitUntil(() => !isRunning(run.supervisor), SUPERVISOR_LIMIT_MS);
    if (isRunning(run.supervisor)) signal(run.supervisor.pid, 'SIGKILL');
  }
  await sweepRemains(home, SWEEP_GRACE_MS);
  if (keep) {
    say('Stopped; the data and the clock are kept.');
    return;
  }
  await removeData(home);
  say('Stopped; the data is removed.');
}
