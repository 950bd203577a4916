import { setImmediate as nextTurn } from 'node:timers/promises';

/** More would make a transaction long, and save little. */
const MOST = 128;

/** One group at a time: whatever comes while one is under way shares the next, and nothing waits for a group to fill. First come, first served. */
export class Groups<T> {
  private readonly waiting: T[] = [];
  private isUnderWay = false;

  /** `carryOut` must not reject. */
  constructor(private readonly carryOut: (group: T[]) => Promise<void>) {}

  add(one: T): void {
    this.waiting.push(one);
    if (!this.isUnderWay) void this.goOn();
  }

  private async goOn(): Promise<void> {
    this.isUnderWay = true;
    // What arrives in one reading of a socket comes together.
    await nextTurn();
    while (this.waiting.length > 0) await this.carryOut(this.waiting.splice(0, MOST));
    this.isUnderWay = false;
  }
}
