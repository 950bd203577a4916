const SECOND_MS = 1_000;

/** Counts what each address or person does in windows of a time. What it keeps is one number of each, and all are forgotten with the window. */
export class RateLimit {
  private readonly counts = new Map<string, number>();
  private windowEndsMs = 0;

  constructor(
    private readonly most: number,
    private readonly windowMs = SECOND_MS,
  ) {}

  /** `nowMs` is of a clock that never goes back. */
  allows(key: string, nowMs: number): boolean {
    return this.count(key, nowMs) <= this.most;
  }

  /** The how-manieth of its window this one is. */
  count(key: string, nowMs: number): number {
    if (nowMs >= this.windowEndsMs) {
      this.counts.clear();
      this.windowEndsMs = nowMs + this.windowMs;
    }
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count;
  }

  /** Until what was refused is allowed again. */
  waitMs(nowMs: number): number {
    return this.windowEndsMs - nowMs;
  }
}
