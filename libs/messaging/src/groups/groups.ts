import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** More would make a transaction long, and save little. */
const MOST = 128;
/** A group that takes longer waits for a lock of somebody else's, or for a database that hangs; the next goes beside it. */
const PATIENCE_MS = 1_000;

/** One that waits, and the context in which it came: request id and trace. */
interface Waiting<T> {
  one: T;
  within: (run: () => Promise<void>) => Promise<void>;
}

/** One group at a time: whatever comes while one is under way shares the next, and nothing waits for a group to fill. First come, first served. */
export class Groups<T> {
  private readonly waiting: Waiting<T>[] = [];
  private isUnderWay = false;

  /** `carryOut` must not reject. */
  constructor(private readonly carryOut: (group: T[]) => Promise<void>) {}

  add(one: T): void {
    this.waiting.push({ one, within: AsyncLocalStorage.snapshot() });
    if (!this.isUnderWay) void this.goOn();
  }

  private async goOn(): Promise<void> {
    this.isUnderWay = true;
    // What arrives in one reading of a socket comes together.
    await nextTurn();
    while (this.waiting.length > 0)
      await endsWithin(PATIENCE_MS, this.start(this.waiting.splice(0, MOST)));
    this.isUnderWay = false;
  }

  /** In the context of the first of them: without a pause between groups all would go on in that of whoever came to the very first. */
  private async start(group: readonly Waiting<T>[]): Promise<void> {
    await group[0]?.within(() => this.carryOut(group.map(({ one }) => one)));
  }
}

/** Whether work ends in that time; it goes on in any case. */
export async function endsWithin(timeoutMs: number, work: Promise<unknown>): Promise<boolean> {
  const waiting = new AbortController();
  const over = sleep(timeoutMs, undefined, { signal: waiting.signal }).catch(() => undefined);
  const ended = await Promise.race([work.then(() => true), over.then(() => false)]);
  waiting.abort();
  return ended;
}
