import { randomUUID } from 'node:crypto';
import type { Collection, Connection } from 'mongoose';
import { isDuplicateKey } from '../documents/database';

/** What a holder uses of a lease by its own clock, and when it asks for another. */
const USED_PART = 2 / 3;
const RENEWED_PART = 1 / 3;

/** A row of the collection `locks`. */
export interface LockRow {
  _id: string;
  holder: string;
  until: Date;
}

/**
 * Lets one process of many do a job. Two clocks may disagree on when a lease ended, and a stopped process
 * may wake up late, so a lease bounds double work; it does not exclude it. Its holder gives up at two
 * thirds by its own monotonic clock.
 */
export class Lease {
  private readonly holder = randomUUID();
  private readonly locks: Collection<LockRow>;
  private renewedAt = Number.NEGATIVE_INFINITY;

  constructor(
    connection: Connection,
    private readonly name: string,
    private readonly leaseMs: number,
  ) {
    this.locks = connection.collection<LockRow>('locks');
  }

  get isHeld(): boolean {
    return performance.now() - this.renewedAt < this.leaseMs * USED_PART;
  }

  /** Takes or renews the lease when a third of it is over; whether it is held. */
  async hold(): Promise<boolean> {
    const askedAt = performance.now();
    if (askedAt - this.renewedAt < this.leaseMs * RENEWED_PART) return true;
    const now = Date.now();
    try {
      const { matchedCount, upsertedCount } = await this.locks.updateOne(
        { _id: this.name, $or: [{ holder: this.holder }, { until: { $lt: new Date(now) } }] },
        { $set: { holder: this.holder, until: new Date(now + this.leaseMs) } },
        { upsert: true, writeConcern: { w: 'majority' } },
      );
      if (matchedCount + upsertedCount > 0) this.renewedAt = askedAt;
    } catch (error) {
      // The upsert meets the row of another holder.
      if (!isDuplicateKey(error)) throw error;
      this.renewedAt = Number.NEGATIVE_INFINITY;
    }
    return this.isHeld;
  }

  async release(): Promise<void> {
    this.renewedAt = Number.NEGATIVE_INFINITY;
    await this.locks.updateOne(
      { _id: this.name, holder: this.holder },
      { $set: { until: new Date(0) } },
    );
  }
}
