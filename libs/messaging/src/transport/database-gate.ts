import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Connection } from 'mongoose';

const LONGEST_PAUSE_MS = 2_000;

/**
 * Closed while the database is away. Deliveries wait here unacknowledged rather than going back to the
 * queue: there they would come again at once, and each return would count towards the delivery limit.
 */
export class DatabaseGate {
  private readonly logger = new Logger(DatabaseGate.name);
  private readonly stop = new AbortController();
  private reopening: Promise<void> | undefined;

  constructor(private readonly connection: Connection | undefined) {}

  get isOpen(): boolean {
    return this.reopening === undefined;
  }

  /** The database did not answer; probes until it does. */
  close(): void {
    this.reopening ??= this.probeUntilBack().finally(() => (this.reopening = undefined));
  }

  /** Resolves when messages may be handled; to false when the process is stopping instead. */
  async mayPass(): Promise<boolean> {
    while (this.reopening !== undefined) await this.reopening;
    return !this.stop.signal.aborted;
  }

  /** Lets go of everyone who waits. */
  abandon(): void {
    this.stop.abort();
  }

  private async probeUntilBack(): Promise<void> {
    this.logger.error({ msg: 'database away, events wait' });
    for (let pauseMs = 100; !this.stop.signal.aborted; pauseMs *= 2) {
      const signal = this.stop.signal;
      const waitMs = Math.min(pauseMs, LONGEST_PAUSE_MS);
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      if (await this.isBack()) return;
    }
  }

  private async isBack(): Promise<boolean> {
    try {
      await this.connection?.db?.command({ ping: 1 });
      this.logger.log({ msg: 'database back' });
      return true;
    } catch {
      return false;
    }
  }
}
