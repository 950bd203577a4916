import type { OutboxDocument } from './outbox';

/** The pending events of one key, in the order in which they must leave. */
export interface Lane {
  key: string;
  rows: OutboxDocument[];
}

export interface LaneFailure {
  row: OutboxDocument;
  error: unknown;
}

/** Groups rows by key, each lane by `seq`; events of the same version leave in the order of their ids. */
export function lanesOf(rows: OutboxDocument[]): Lane[] {
  const byKey = Map.groupBy(rows, (row) => row.key);
  return [...byKey].map(([key, ofKey]) => ({ key, rows: ofKey.toSorted(inOrder) }));
}

function inOrder(a: OutboxDocument, b: OutboxDocument): number {
  if (a.seq !== b.seq) return a.seq - b.seq;
  return a._id < b._id ? -1 : 1;
}

/**
 * Sends lanes in parallel, at most `inFlight` at once, and within a lane each row only after the one before
 * was confirmed. A lane ends at its first failure: nothing is skipped, and no other lane waits for it.
 */
export async function sendLanes(
  lanes: Lane[],
  send: (row: OutboxDocument) => Promise<void>,
  settings: { inFlight: number; goOn: () => boolean },
): Promise<{ sent: string[]; failures: LaneFailure[] }> {
  const waiting = [...lanes];
  const sent: string[] = [];
  const failures: LaneFailure[] = [];

  const sendLane = async (lane: Lane): Promise<void> => {
    for (const row of lane.rows) {
      if (!settings.goOn()) return;
      try {
        await send(row);
      } catch (error) {
        failures.push({ row, error });
        return;
      }
      sent.push(row._id);
    }
  };
  const worker = async (): Promise<void> => {
    for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift()) {
      await sendLane(lane);
    }
  };
  await Promise.all(Array.from({ length: settings.inFlight }, worker));
  return { sent, failures };
}
