import { cpus } from 'node:os';
import type { BenchOptions } from '../../tools/dev/commands/bench-catalogue';
import { say } from '../../tools/dev/home/terminal';
import type { Figures } from './load';
import { ratiosOf, type Spread } from './statistics';

/** A contestant in one race: how it runs a round, and what the check of it finds wrong afterwards. */
export interface Runner {
  name: string;
  run(seconds: number): Promise<Figures>;
  /** One line for each thing that is not as it must be; none when all is. */
  check(round: Figures): Promise<string[]>;
}

export type Metric = 'perSecond' | 'cpuMs' | 'machineCpuMs' | 'p50Ms' | 'p99Ms';

export interface RatioWanted {
  of: string;
  to: string;
  metric: Metric;
  /** In words, as `at least 0.85`. */
  target?: string;
}

export interface Ratio extends RatioWanted, Spread {}

/** All figures of contestants that ran under the same condition, in the same rounds. */
export interface RaceResult {
  title: string;
  /** What is counted, in plural. */
  unit: string;
  rounds: Record<string, Figures[]>;
  ratios: Ratio[];
}

/** A contestant's own data are not as they must be: its figures are worth nothing. */
export class CheckFailed extends Error {}

const WARM_UP = 0;

/**
 * All contestants in each round, one after the other and each round beginning with the next of them, after a round that is not counted.
 * @throws CheckFailed after the first round whose check finds something.
 */
export async function race(
  { title, unit, ratios }: { title: string; unit: string; ratios: readonly RatioWanted[] },
  runners: readonly Runner[],
  { rounds, seconds }: Pick<BenchOptions, 'rounds' | 'seconds'>,
): Promise<RaceResult> {
  const figures: Record<string, Figures[]> = {};
  for (const { name } of runners) figures[name] = [];
  for (let round = WARM_UP; round <= rounds; round += 1) {
    const order = runners.map((_, place) => runners[(place + round) % runners.length]);
    for (const runner of order) {
      if (!runner) continue;
      const ran = await runMeasured(runner, round === WARM_UP ? Math.min(seconds, 2) : seconds);
      const wrong = await runner.check(ran);
      if (wrong.length > 0)
        throw new CheckFailed(`${title}, ${runner.name}: ${wrong.join('; ')} (round ${round})`);
      if (round > WARM_UP) figures[runner.name]?.push(ran);
    }
    if (round > WARM_UP) say(`  ${title}: ${progressOf(round, figures)}`);
  }
  return {
    title,
    unit,
    rounds: figures,
    ratios: ratios.map((wanted) => ({ ...wanted, ...ratioOf(wanted, figures) })),
  };
}

async function runMeasured(runner: Runner, seconds: number): Promise<Figures> {
  const before = machineCpuMs();
  const ran = await runner.run(seconds);
  return { ...ran, machineCpuMs: (machineCpuMs() - before) / ran.done };
}

/** Busy time of all processors since the machine started. */
function machineCpuMs(): number {
  return cpus().reduce(
    (sum, { times }) => sum + times.user + times.nice + times.sys + times.irq,
    0,
  );
}

function ratioOf({ of, to, metric }: RatioWanted, figures: Record<string, Figures[]>): Spread {
  const valuesOf = (name: string): number[] =>
    (figures[name] ?? []).map((one) => one[metric] ?? NaN);
  return ratiosOf(valuesOf(of), valuesOf(to));
}

function progressOf(round: number, figures: Record<string, Figures[]>): string {
  const rates = Object.entries(figures).map(
    ([name, ran]) => `${name} ${Math.round(ran[round - 1]?.perSecond ?? NaN)}/s`,
  );
  return `round ${round}: ${rates.join(', ')}`;
}
