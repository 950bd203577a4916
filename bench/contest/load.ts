import { percentile } from './statistics';

/** What one contestant did in one round. Times in milliseconds. */
export interface Figures {
  done: number;
  seconds: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU of the process that drives the contestant, an operation; of an HTTP server in a race of its own that of the server. */
  cpuMs: number;
  /** CPU of all processes on the machine, an operation: services, broker and database together. Only a quiet machine tells something by it. */
  machineCpuMs?: number;
}

export interface Load {
  inFlight: number;
  seconds: number;
}

/** Keeps so many operations in flight for so long; each begins when one before it has ended. An operation that fails ends the run. */
export async function keepInFlight(
  { inFlight, seconds }: Load,
  operation: (index: number) => Promise<void>,
): Promise<Figures> {
  const latenciesMs: number[] = [];
  let started = 0;
  const before = { cpu: process.cpuUsage(), at: performance.now() };
  const until = before.at + seconds * 1_000;
  const worker = async (): Promise<void> => {
    while (performance.now() < until) {
      const index = started;
      started += 1;
      const startedAt = performance.now();
      await operation(index);
      latenciesMs.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return figuresOf(latenciesMs, before);
}

/** Of what this process has done since `before`. */
export function figuresOf(
  latenciesMs: readonly number[],
  before: { cpu: NodeJS.CpuUsage; at: number },
): Figures {
  const seconds = (performance.now() - before.at) / 1_000;
  const { user, system } = process.cpuUsage(before.cpu);
  const done = latenciesMs.length;
  const sorted = Float64Array.from(latenciesMs).sort();
  return {
    done,
    seconds,
    perSecond: done / seconds,
    p50Ms: percentile(sorted, 50),
    p99Ms: percentile(sorted, 99),
    cpuMs: (user + system) / 1_000 / done,
  };
}
