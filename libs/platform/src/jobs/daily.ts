import { shanghaiDay } from '@demerit/contracts';
import { Lease } from '@demerit/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { DomainClock } from '../clock/domain-clock';
import { Jobs } from './jobs';

const EVERY_MS = 1_000;
const LEASE_MS = 15_000;
/** Before what failed is tried again. */
const REST_MS = 60_000;

/**
 * Asks before each row or portion whether it goes on, and ends early where it does not. Answers how many rows could not be done.
 */
export type DailyWork = (goesOn: GoesOn) => Promise<number>;
export type GoesOn = () => Promise<boolean>;

/** What a daily job needs of a lease and of the process. */
type LeaseUse = Pick<Lease, 'hold' | 'release'>;
type Process = Pick<Jobs, 'isStopped'>;

/**
 * Work of one Shanghai day: done when it came to its end and nothing of it failed. Each replica looks through it, one at a time; the work finds
 * what is left to do in what is stored, so that a second look changes nothing, and the lease only spares the others the work.
 */
export class DailyJob {
  private doneOn: string | undefined;
  private rest: { on: string; until: number } | undefined;

  constructor(
    private readonly lease: LeaseUse,
    private readonly clock: Pick<DomainClock, 'now'>,
    private readonly process: Process,
    private readonly work: DailyWork,
  ) {}

  /** What it looks through has become another one: it is gone through again today. */
  again(): void {
    this.doneOn = undefined;
  }

  async run(): Promise<void> {
    const today = shanghaiDay(this.clock.now());
    if (this.doneOn === today || this.rests(today)) return;
    if (!(await this.lease.hold())) return;
    // Before the work, so that `again` said meanwhile counts.
    this.doneOn = today;
    const run = { isEnded: true, isDone: false };
    const goesOn = async (): Promise<boolean> => {
      run.isEnded &&= !this.process.isStopped && (await this.lease.hold());
      return run.isEnded;
    };
    try {
      const failed = await this.work(goesOn);
      run.isDone = run.isEnded && failed === 0;
      if (failed > 0) this.rest = { on: today, until: performance.now() + REST_MS };
    } finally {
      if (!run.isDone) this.again();
      if (run.isEnded) await this.lease.release();
    }
  }

  private rests(today: string): boolean {
    return this.rest?.on === today && performance.now() < this.rest.until;
  }
}

/** Makes daily jobs: each looks at the start, after midnight in Shanghai, and when the domain clock moves to another day. */
@Injectable()
export class DailyJobs {
  constructor(
    @Inject(getConnectionToken()) private readonly connection: Connection,
    private readonly clock: DomainClock,
    private readonly jobs: Jobs,
  ) {}

  daily(name: string, work: DailyWork): DailyJob {
    const job = new DailyJob(
      new Lease(this.connection, name, LEASE_MS),
      this.clock,
      this.jobs,
      work,
    );
    this.jobs.every(name, EVERY_MS, () => job.run());
    return job;
  }
}
