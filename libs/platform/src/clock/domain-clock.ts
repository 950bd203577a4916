import { ClockState, refuse } from '@demerit/contracts';
import { Injectable, Logger } from '@nestjs/common';
import { ServiceConfig } from '../config/config';

/**
 * The time that rules counting in hours or more go by (rules.md §8): the real time, and in a sandbox the offset that identity keeps.
 * Everything shorter uses `new Date()`.
 */
@Injectable()
export class DomainClock {
  private readonly logger = new Logger(DomainClock.name);
  private readonly listeners: (() => void)[] = [];
  private current: ClockState | undefined;

  constructor(private readonly config: ServiceConfig) {
    if (!config.sandbox) this.current = { offsetMs: 0, version: 0 };
  }

  /** @throws Refusal SERVICE_UNAVAILABLE while the offset is not known: a day that is wrong decides wrongly, and is stored. */
  now(): Date {
    return this.at(new Date());
  }

  /** What it shows at an instant of the real clock, by the offset that holds now. @throws Refusal like `now`. */
  at(real: Date): Date {
    if (!this.current) throw refuse('SERVICE_UNAVAILABLE');
    return new Date(real.getTime() + this.current.offsetMs);
  }

  /** Resolves once the offset is known; nothing that goes by this clock may begin before. Rejects for whoever does not wait for ever. */
  async whenSynchronised(withinMs?: number): Promise<void> {
    if (this.current) return;
    await new Promise<void>((resolve, reject) => {
      this.onMoved(resolve);
      if (withinMs === undefined) return;
      const late = new Error('identity does not say what the time of this sandbox is');
      setTimeout(() => reject(late), withinMs).unref();
    });
  }

  /** What is known of the offset; `undefined` until it was learned, and the service is not ready before. */
  get state(): ClockState | undefined {
    return this.current;
  }

  /**
   * Takes an offset over if its version is newer than the one known, whichever way and however often it arrives; answers what holds now.
   * Outside a sandbox time cannot be moved: the offset is left alone.
   */
  setOffset(offsetMs: number, version: number): ClockState {
    const before = this.current;
    if (!this.config.sandbox || (before && before.version >= version)) {
      return before ?? { offsetMs: 0, version: 0 };
    }
    this.current = { offsetMs, version };
    if (before?.offsetMs === offsetMs) return this.current;
    this.logger.log({
      msg: 'domain clock set',
      offsetMs,
      version,
      now: this.now().toISOString(),
    });
    for (const listener of this.listeners) listener();
    return this.current;
  }

  /** Calls back after each move, and when the offset is first learned. */
  onMoved(listener: () => void): void {
    this.listeners.push(listener);
  }
}
