import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import type { StackFile } from '../../dev/home/stack-file';
import { SERVICE_NAMES } from '../../dev/home/names';

const SAMPLE_EVERY_MS = 1_000;
/** What a process may grow by between the second and the last quarter of a run. */
const GROWTH = { ratio: 1.25, spareMb: 48 };

/** Resident memory of every service, a sample a second, in MB. */
export class MemoryWatch {
  readonly samples = new Map<string, number[]>();
  private readonly timer: NodeJS.Timeout;

  constructor({ processes }: Pick<StackFile, 'processes'>) {
    const names: readonly string[] = SERVICE_NAMES;
    const watched = processes.filter(({ name }) => names.includes(name));
    for (const { name } of watched) this.samples.set(name, []);
    this.timer = setInterval(() => {
      for (const { name, pid } of watched) {
        const mb = residentMb(pid);
        if (mb !== undefined) this.samples.get(name)?.push(mb);
      }
    }, SAMPLE_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

export interface Growth {
  warmMb: number;
  endMb: number;
  isFlat: boolean;
}

/**
 * The middle sample of the second quarter of a run, since the first warms up, against that of the last. Flat is what has not grown by a quarter and
 * 48 MB: a heap that is full of what may be collected grows by less before Node collects it, and a leak of a few kB a request by more.
 */
export function growthOf(samplesMb: readonly number[]): Growth {
  const quarter = Math.max(1, Math.floor(samplesMb.length / 4));
  const warmMb = middleOf(samplesMb.slice(quarter, 2 * quarter));
  const endMb = middleOf(samplesMb.slice(-quarter));
  return { warmMb, endMb, isFlat: endMb <= warmMb * GROWTH.ratio + GROWTH.spareMb };
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Undefined of a process that has ended. */
function residentMb(pid: number): number | undefined {
  try {
    const kilobytes =
      process.platform === 'linux'
        ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]
        : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
    return Number(kilobytes) / 1_024;
  } catch {
    return undefined;
  }
}
