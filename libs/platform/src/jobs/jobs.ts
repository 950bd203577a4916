import { runInRequestContext } from '@demerit/messaging';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DomainClock } from '../clock/domain-clock';
import { newId } from '../ids/ids';

interface Job {
  name: string;
  intervalMs: number;
  run: () => Promise<void>;
  timer?: NodeJS.Timeout;
  running?: Promise<void>;
  /** Asked for while it ran: what it read may be older than the ask. */
  again: boolean;
}

/**
 * Work that recurs. A job never overlaps with itself in one process; other replicas may run it at the same time, so each run claims
 * what it works on in its own transactions. A run that throws is logged and tried again at the next interval.
 * Jobs begin once the service is ready to work, and all due ones run at once when the domain clock moves (rules.md §8).
 */
@Injectable()
export class Jobs implements OnModuleDestroy {
  private readonly logger = new Logger(Jobs.name);
  private readonly jobs: Job[] = [];
  private state: 'waiting' | 'started' | 'stopped' = 'waiting';

  constructor(clock: DomainClock) {
    clock.onMoved(() => void this.runAll());
  }

  /** Runs at start and then `intervalMs` (real time) after each run's end. */
  every(name: string, intervalMs: number, run: () => Promise<void>): void {
    const job: Job = { name, intervalMs, run, again: false };
    this.jobs.push(job);
    if (this.state === 'started') void this.kick(job);
  }

  /** To be called once the domain time is known. */
  start(): void {
    if (this.state !== 'waiting') return;
    this.state = 'started';
    void this.runAll();
  }

  /** Whether the process is ending: a long run looks, and leaves the rest for later. */
  get isStopped(): boolean {
    return this.state === 'stopped';
  }

  /** Every job once, from now on; resolves when all have ended. */
  async runAll(): Promise<void> {
    await Promise.all(this.jobs.map((job) => this.kick(job)));
  }

  async onModuleDestroy(): Promise<void> {
    this.state = 'stopped';
    for (const job of this.jobs) clearTimeout(job.timer);
    await Promise.all(this.jobs.map((job) => job.running ?? Promise.resolve()));
  }

  private kick(job: Job): Promise<void> {
    if (this.state !== 'started') return Promise.resolve();
    if (job.running) {
      job.again = true;
      return job.running;
    }
    clearTimeout(job.timer);
    job.running = this.runUntilQuiet(job).finally(() => {
      job.running = undefined;
      if (this.state === 'started')
        job.timer = setTimeout(() => void this.kick(job), job.intervalMs);
    });
    return job.running;
  }

  private async runUntilQuiet(job: Job): Promise<void> {
    const wanted = () => job.again && this.state === 'started';
    do {
      job.again = false;
      await runInRequestContext({ requestId: newId('job') }, async () => {
        try {
          await job.run();
        } catch (error) {
          this.logger.error({ msg: `job ${job.name} failed`, job: job.name, err: error });
        }
      });
    } while (wanted());
  }
}
