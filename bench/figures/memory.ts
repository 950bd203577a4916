import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { CheckFailed } from '../contest/race';
import { spreadOf } from '../contest/statistics';
import type { Findings } from './results';
import { number } from './tables';

const MOST_GROWTH = 1.1;
/** With fewer a quarter is too short to tell growth from the filling of a heap. */
const FEWEST_SAMPLES = 40;
const SAMPLE_EVERY_MS = 1_000;

/** Resident memory of processes, a sample a second, in MB. */
export class MemoryWatch {
  /** By the name of the process. */
  readonly samples = new Map<string, number[]>();
  private readonly timer: NodeJS.Timeout;

  /** Begins at once. @throws Error for a name that no process has. */
  constructor(
    { processes }: { processes: readonly { name: string; pid: number }[] },
    names: readonly string[],
  ) {
    const watched = names.map((name) => {
      const found = processes.find((process) => process.name === name);
      if (!found) throw new Error(`${name} does not run`);
      return found;
    });
    for (const { name } of watched) this.samples.set(name, []);
    this.timer = setInterval(() => {
      for (const { name, pid } of watched) this.samples.get(name)?.push(residentMb(pid));
    }, SAMPLE_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/** Of four quarters of a run the second and the last, each by its middle sample: the first is still warming up. */
export function growthOf(samplesMb: readonly number[]): {
  secondQuarterMb: number;
  lastQuarterMb: number;
  ratio: number;
} {
  const quarter = Math.max(1, Math.floor(samplesMb.length / 4));
  const secondQuarterMb = spreadOf(samplesMb.slice(quarter, 2 * quarter)).median;
  const lastQuarterMb = spreadOf(samplesMb.slice(-quarter)).median;
  return { secondQuarterMb, lastQuarterMb, ratio: lastQuarterMb / secondQuarterMb };
}

/** @throws CheckFailed when the process has grown. */
export function growthFact(of: string, samplesMb: readonly number[]): Findings['facts'][number] {
  const { secondQuarterMb, lastQuarterMb, ratio } = growthOf(samplesMb);
  const isJudged = samplesMb.length >= FEWEST_SAMPLES;
  const growth = `${number(secondQuarterMb)} MB, then ${number(lastQuarterMb)} MB: ${number(ratio)}`;
  if (isJudged && ratio > MOST_GROWTH) throw new CheckFailed(`${of}: memory grows: ${growth}`);
  const target = isJudged ? `at most ${MOST_GROWTH}` : 'too short a run to judge';
  return [`${of}: memory in the second and in the last quarter`, `${growth} (${target})`];
}

function residentMb(pid: number): number {
  const isLinux = process.platform === 'linux';
  const kilobytes = isLinux
    ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1_024;
}
