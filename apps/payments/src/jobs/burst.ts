import { setTimeout as pause } from 'node:timers/promises';

/** So many at once are no burst. */
const FEW = 8;
const MOMENT_MS = 100;
const LONGEST_MS = 1_000;
const LOOK_EVERY_MS = 10;

/** Work whose callers wait for an answer, and which therefore goes before what nobody waits for. */
export class Burst {
  /** Under way, or answered a moment ago: more of them are probably coming. */
  private coming = 0;
  private since = 0;

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.coming += 1;
    if (this.coming === FEW + 1) this.since = performance.now();
    try {
      return await work();
    } finally {
      setTimeout(() => (this.coming -= 1), MOMENT_MS).unref();
    }
  }

  /** At once where there is none, and where it lasts: what comes all the time is no reason to put anything off. */
  async over(): Promise<void> {
    while (this.coming > FEW && performance.now() - this.since < LONGEST_MS)
      await pause(LOOK_EVERY_MS);
  }
}
