import { QUEUE_COUNTED, type OverviewQueue, type QueueName } from '@demerit/contracts';
import type { Connection } from 'mongoose';

/** Where staff are waited for: the documents of a collection that wait, and since when each does. */
export interface WorkQueue {
  name: QueueName;
  collection: string;
  /** What finds them by an index. */
  waiting: Record<string, unknown>;
  /** The field that says since when. */
  since: string;
  /** The field in whose order the index has them, where it is another one. */
  order?: string;
}

/** How long it is, up to a bound, and since when its first one waits. */
export async function lengthOf(
  connection: Connection,
  { name, collection: of, waiting: filter, since, order = since }: WorkQueue,
): Promise<OverviewQueue> {
  const rows = connection.collection(of);
  const [waiting, oldest] = await Promise.all([
    rows.countDocuments(filter, { limit: QUEUE_COUNTED }),
    rows.findOne(filter, { sort: { [order]: 1 }, projection: { [since]: 1 } }),
  ]);
  const at = oldest?.[since] as string | Date | undefined;
  return { name, waiting, oldestAt: at === undefined ? null : new Date(at).toISOString() };
}
