import fc from 'fast-check';

/** Choices that look random and are the same for the same seed. */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 to below 1: mulberry32, whose neighbouring seeds have nothing in common. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** True so often: 0.1 is one in ten. */
  isOneOf(share: number): boolean {
    return this.next() < share;
  }

  /** @throws Error of an empty list. */
  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined && list.length === 0) throw new Error('nothing to pick from');
    return picked as T;
  }

  /** One of what fast-check makes. */
  of<T>(arbitrary: fc.Arbitrary<T>): T {
    const [made] = fc.sample(arbitrary, { seed: this.below(2 ** 31), numRuns: 1 });
    return made as T;
  }
}
