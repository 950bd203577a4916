import type { Connection } from 'mongoose';
import { OUTBOX, type OutboxDocument } from './outbox';

/** Older than this, an event is not on its way but stuck. */
const STUCK_AFTER_MS = 30_000;

/** What waits in the outbox of a service, for operators. */
export interface OutboxState {
  pending: number;
  /** Age of the oldest event that waits; 0 when none does. */
  oldestAgeMs: number;
  /** How many wait for longer than half a minute. */
  stuck: number;
  /** The most failed publishes of an event that waits. */
  attempts: number;
  /** The oldest of the stuck ones. */
  oldest?: { messageId: string; type: string; key: string };
}

/** Reads only; works whether the service runs or not. */
export async function outboxState(connection: Connection, now: Date): Promise<OutboxState> {
  const outbox = connection.collection<OutboxDocument>(OUTBOX.name);
  const waiting = { publishedAt: null };
  const stuckBefore = new Date(now.getTime() - STUCK_AFTER_MS);
  const [pending, stuck, oldest, worst] = await Promise.all([
    outbox.countDocuments(waiting),
    outbox.countDocuments({ ...waiting, createdAt: { $lt: stuckBefore } }),
    outbox.findOne(waiting, { sort: { createdAt: 1 } }),
    outbox.findOne(waiting, { sort: { attempts: -1 } }),
  ]);
  return {
    pending,
    stuck,
    oldestAgeMs: oldest === null ? 0 : Math.max(0, now.getTime() - oldest.createdAt.getTime()),
    attempts: worst?.attempts ?? 0,
    ...(stuck > 0 &&
      oldest !== null && {
        oldest: { messageId: oldest._id, type: oldest.type, key: oldest.key },
      }),
  };
}
