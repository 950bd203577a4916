import { randomUUID } from 'node:crypto';
import type { Collection, Connection } from 'mongoose';
import { checkChange } from '../documents/changes';
import { AS_CHECKED } from '../documents/check';
import { collection } from '../documents/collection';
import { isDuplicateKey } from '../documents/database';
import { closed, field, t, type Static } from '../documents/fields';

/** What a holder uses of a lease by its own clock, and when it asks for another. */
const USED_PART = 2 / 3;
const RENEWED_PART = 1 / 3;

const lockDocument = closed({ _id: t.String(), holder: t.String(), until: field.date });
export type LockDocument = Static<typeof lockDocument>;

export const LOCKS = collection('locks', lockDocument);

/**
 * Lets one process of many do a job. Two clocks may disagree on when a lease ended, and a stopped process
 * may wake up late, so a lease bounds double work; it does not exclude it. Its holder gives up at two
 * thirds by its own monotonic clock.
 */
export class Lease {
  private holder: string = randomUUID();
  private readonly locks: Collection<LockDocument>;
  private renewedAt = Number.NEGATIVE_INFINITY;

  constructor(
    connection: Connection,
    private readonly name: string,
    private readonly leaseMs: number,
  ) {
    this.locks = connection.collection<LockDocument>(LOCKS.name);
  }

  get isOurs(): boolean {
    return performance.now() - this.renewedAt < this.leaseMs * USED_PART;
  }

  /** Takes or renews the lease when a third of it is over; whether it is held. */
  async hold(): Promise<boolean> {
    if (performance.now() - this.renewedAt < this.leaseMs * RENEWED_PART) return true;
    try {
      const isFree = { $or: [{ holder: this.holder }, { until: { $lt: new Date() } }] };
      await this.take(isFree, { upsert: true });
    } catch (error) {
      // The upsert meets the row of another holder.
      if (!isDuplicateKey(error)) throw error;
      this.renewedAt = Number.NEGATIVE_INFINITY;
    }
    return this.isOurs;
  }

  /** From now on it is asked for in this name; what was held in another one is not ours any more. */
  holdAs(holder: string): void {
    this.holder = holder;
    this.renewedAt = Number.NEGATIVE_INFINITY;
  }

  /** In whose name it is held now, ended or not. */
  async holderNow(): Promise<string | undefined> {
    return (await this.locks.findOne({ _id: this.name }))?.holder;
  }

  /** Takes it over from a holder that is gone; whether it is held. */
  async takeFrom(gone: string): Promise<boolean> {
    await this.take({ holder: gone });
    return this.isOurs;
  }

  async release(): Promise<void> {
    this.renewedAt = Number.NEGATIVE_INFINITY;
    const filter = { _id: this.name, holder: this.holder };
    const update = { $set: { until: new Date(0) } };
    checkChange(LOCKS, { filter, update });
    await this.locks.updateOne(filter, update, AS_CHECKED);
  }
  private async take(free: object, options: { upsert?: true } = {}): Promise<void> {
    const askedAt = performance.now();
    const filter = { _id: this.name, ...free };
    const until = new Date(Date.now() + this.leaseMs);
    const update = { $set: { holder: this.holder, until } };
    checkChange(LOCKS, { filter, update, ...options });
    const { matchedCount, upsertedCount } = await this.locks.updateOne(filter, update, {
      ...options,
      ...AS_CHECKED,
      writeConcern: { w: 'majority' },
    });
    if (matchedCount + upsertedCount > 0) this.renewedAt = askedAt;
  }
}
