import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordedProcess } from '../home/stack-file';

/** Carried by every process of a stack and by what those start, so that leftovers are told from strangers. */
export const STACK_MARK = 'DEMERIT_STACK_MARK';

/** When the process with this id started, or undefined where there is none (or only a zombie). */
export function startedAt(pid: number): string | undefined {
  return process.platform === 'linux' ? startedAtByProc(pid) : startedAtByPs(pid);
}

function startedAtByProc(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name in brackets may hold spaces and brackets itself; the fields begin after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

function startedAtByPs(pid: number): string | undefined {
  try {
    const answer = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
    });
    return answer.startsWith('Z') ? undefined : answer.trim().split(/\s+/).slice(1).join(' ');
  } catch {
    return undefined;
  }
}

export function record(pid: number): RecordedProcess {
  return { pid, startedAt: startedAt(pid) ?? '' };
}

export function isRunning({ pid, startedAt: recorded }: RecordedProcess): boolean {
  return recorded !== '' && startedAt(pid) === recorded;
}

/** A process that has gone meanwhile is what was wanted. */
export function signal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch {
    // Already gone.
  }
}

/** SIGKILL to the process and all of its group. SIGTERM goes to the process alone: it ends its children in its own order. */
export function kill(pid: number): void {
  signal(-pid, 'SIGKILL');
  signal(pid, 'SIGKILL');
}

/** Waits until the condition holds; false when the time is over. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
  everyMs = 50,
): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    if (await condition()) return true;
    if (performance.now() >= deadline) return false;
    await sleep(everyMs);
  }
}

/** Ends processes that were recorded and are still the same ones: SIGTERM, then after the grace SIGKILL. */
export async function endRecorded(recorded: RecordedProcess[], graceMs: number): Promise<void> {
  const running = (): RecordedProcess[] => recorded.filter(isRunning);
  for (const { pid } of running()) signal(pid, 'SIGTERM');
  await waitUntil(() => running().length === 0, graceMs);
  for (const { pid } of running()) kill(pid);
  await waitUntil(() => running().length === 0, 5_000);
}

/** All processes that carry this mark in their environment. Linux only; elsewhere none are found. */
export function markedProcesses(mark: string): RecordedProcess[] {
  if (process.platform !== 'linux') return [];
  const entry = `${STACK_MARK}=${mark}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => environmentOf(name).split('\0').includes(entry))
    .map((name) => record(Number(name)));
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
