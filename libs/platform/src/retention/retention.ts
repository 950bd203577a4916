import { Injectable, Logger } from '@nestjs/common';
import { DomainClock } from '../clock/domain-clock';
import { DailyJobs, type GoesOn } from '../jobs/daily';
import { Metrics } from '../metrics/metrics';

/** A look ends after this, and the next one, a minute later, goes on. */
const LOOK_MS = 120_000;
const DAY_MS = 86_400_000;

/** A portion of what has come to its end. */
export interface Portion {
  ended: number;
  /** Whether there may be more. */
  more: boolean;
}

/** Something that is kept for a time only. */
export interface Retained {
  /** As the metric and docs/operations/retention.md name it. */
  kind: string;
  /** Ends a portion of it. What was ended is not found again, so that a run killed half way goes on where it was, and two at once are harmless. */
  end: (now: Date) => Promise<Portion>;
}

/** What its period has passed for at `now` began before this. */
export function periodBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

/**
 * Ends what a service keeps for a time only, once a Shanghai day by the domain clock: docs/operations/retention.md. What cannot be ended now
 * keeps no other kind waiting, and is tried again.
 */
@Injectable()
export class Retention {
  private readonly logger = new Logger(Retention.name);
  private readonly kinds: Retained[] = [];

  constructor(
    private readonly clock: Pick<DomainClock, 'now'>,
    private readonly metrics: Pick<Metrics, 'retained'>,
    jobs: Pick<DailyJobs, 'daily'>,
  ) {
    jobs.daily('retention', (goesOn) => this.look(goesOn));
  }

  add(...kinds: readonly Retained[]): void {
    this.kinds.push(...kinds);
    for (const { kind } of kinds) this.metrics.retained(kind, 0);
  }

  /** Answers how many kinds are left undone. */
  private async look(goesOn: GoesOn): Promise<number> {
    const until = performance.now() + LOOK_MS;
    const ended: Record<string, number> = {};
    let undone = 0;
    for (const retained of this.kinds) {
      const count = (portion: number): void => {
        if (portion === 0) return;
        ended[retained.kind] = (ended[retained.kind] ?? 0) + portion;
        this.metrics.retained(retained.kind, portion);
      };
      if (!(await this.endAll(retained, { goesOn, until, count }))) undone += 1;
    }
    if (Object.keys(ended).length > 0) this.logger.log({ msg: 'periods have ended', ended });
    return undone;
  }

  /** False where something of it is left. */
  private async endAll(
    { kind, end }: Retained,
    run: { goesOn: GoesOn; until: number; count: (portion: number) => void },
  ): Promise<boolean> {
    try {
      for (;;) {
        if (performance.now() > run.until || !(await run.goesOn())) return false;
        const { ended, more } = await end(this.clock.now());
        run.count(ended);
        if (!more) return true;
      }
    } catch (error) {
      this.logger.warn({ msg: 'will be ended later', kind, err: error });
      return false;
    }
  }
}
