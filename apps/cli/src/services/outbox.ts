import type { OutboxDocument } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { Databases, KEEPERS, type Keeper } from '../stores/databases';

/** Older than this, an event is not on its way but stuck. */
export const STUCK_AFTER_MS = 30_000;

export interface OutboxState {
  service: Keeper;
  pending: number;
  oldestAgeMs: number;
  stuck: number;
  /** The most failed publishes of a pending event. */
  attempts: number;
  /** Of the stuck ones, the oldest. */
  oldest?: Pick<OutboxDocument, '_id' | 'type' | 'key'>;
}

@Injectable()
export class Outboxes {
  constructor(private readonly databases: Databases) {}

  states(now = new Date()): Promise<OutboxState[]> {
    const keepers = KEEPERS.filter((service) => service !== 'payment-sandbox');
    return Promise.all(keepers.map((service) => this.stateOf(service, now)));
  }

  private async stateOf(service: Keeper, now: Date): Promise<OutboxState> {
    const outbox = (await this.databases.of(service)).collection<OutboxDocument>('outbox');
    const stuckBefore = new Date(now.getTime() - STUCK_AFTER_MS);
    const waiting = { publishedAt: null };
    const [pending, stuck, oldest, worst] = await Promise.all([
      outbox.countDocuments(waiting),
      outbox.countDocuments({ ...waiting, createdAt: { $lt: stuckBefore } }),
      outbox.findOne(waiting, { sort: { createdAt: 1 } }),
      outbox.findOne(waiting, { sort: { attempts: -1 } }),
    ]);
    return {
      service,
      pending,
      stuck,
      oldestAgeMs: oldest === null ? 0 : now.getTime() - oldest.createdAt.getTime(),
      attempts: worst?.attempts ?? 0,
      ...(stuck > 0 && oldest !== null && { oldest }),
    };
  }
}
