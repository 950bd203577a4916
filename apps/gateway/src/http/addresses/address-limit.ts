const WINDOW_MS = 1_000;

/** Counts requests of each address in windows of a second. What it keeps is one number an address, and all are forgotten each second. */
export class AddressLimit {
  private readonly counts = new Map<string, number>();
  private windowEndsMs = 0;

  constructor(private readonly perSecond: number) {}

  /** `nowMs` is of a clock that never goes back. */
  allows(address: string, nowMs: number): boolean {
    if (nowMs >= this.windowEndsMs) {
      this.counts.clear();
      this.windowEndsMs = nowMs + WINDOW_MS;
    }
    const count = (this.counts.get(address) ?? 0) + 1;
    this.counts.set(address, count);
    return count <= this.perSecond;
  }
}
