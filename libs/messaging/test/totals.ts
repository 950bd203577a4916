import { deadLettersOf } from '../src/broker/topology';
import type { Effect } from './consumer';
import type { Producer } from './producer';
import type { Sandbox } from './stack';

/** What became of a set of messages. */
export interface Totals {
  applied: number;
  /** Messages with more than one effect. */
  appliedTwice: string[];
  /** Messages that are neither applied, nor dead letters, nor pending. */
  lost: string[];
  /** Effects of messages that nobody said. */
  unexpected: string[];
  deadLettered: number;
  pending: number;
}

/** The total-queue checker: acknowledged = applied + dead-lettered + pending, applied once, and nothing else. */
export function totalsOf(
  acknowledged: string[],
  effects: Pick<Effect, 'messageId'>[],
  deadLetters: string[],
  pending: string[],
): Totals {
  const said = new Set(acknowledged);
  const times = Map.groupBy(effects, ({ messageId }) => messageId);
  const elsewhere = new Set([...deadLetters, ...pending]);
  return {
    applied: times.size,
    appliedTwice: [...times].filter(([, rows]) => rows.length > 1).map(([id]) => id),
    lost: acknowledged.filter((id) => !times.has(id) && !elsewhere.has(id)),
    unexpected: [...times.keys(), ...elsewhere].filter((id) => !said.has(id)),
    deadLettered: deadLetters.length,
    pending: pending.length,
  };
}

/** Counts when the consumers have stopped; takes what is left out of the queues. */
export async function totalsIn(
  sandbox: Sandbox,
  producer: Producer,
  retryDelaysMs: number[],
): Promise<Totals> {
  const { events, retries } = sandbox.topology('consumer', retryDelaysMs);
  const waiting = [events, ...retries.map(({ queue }) => queue)];
  const inQueues = await Promise.all(waiting.map((queue) => idsIn(sandbox, queue)));
  return totalsOf(
    await producer.acknowledged(),
    await sandbox.database.collection<Effect>('effects').find({}).toArray(),
    await idsIn(sandbox, deadLettersOf(events)),
    [...inQueues.flat(), ...(await producer.pending())],
  );
}

async function idsIn(sandbox: Sandbox, queue: string): Promise<string[]> {
  const taken = await sandbox.takeAll(queue);
  return taken.map(({ properties }) => String(properties['messageId']));
}
