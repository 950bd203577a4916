/**
 * Lets work on the same things in this process go one after the other, first come, first served. Replicas still collide in the database,
 * which decides; but where fifty want one document, two of them retrying is cheap and fifty is not.
 */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Waits for all earlier work on any of `keys`, then runs. Keys are taken at once, so that nobody waits in a circle. */
  async take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const earlier = keys.flatMap((key) => this.last.get(key) ?? []);
    const turn = Promise.allSettled(earlier).then(work);
    const ended = turn.catch(() => undefined);
    for (const key of keys) this.last.set(key, ended);
    try {
      return await turn;
    } finally {
      for (const key of keys) if (this.last.get(key) === ended) this.last.delete(key);
    }
  }

  /** Keys somebody works on or waits for. */
  get size(): number {
    return this.last.size;
  }
}
