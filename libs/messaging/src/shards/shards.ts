import { crc32 } from 'node:zlib';

/** Into so many parts the work of a service falls whose replicas share it. Each has its queues, so that another number needs other names of these. */
export const SHARDS = 8;

/** The same for every sender and every version. */
export function shardOf(key: string): number {
  return crc32(key) % SHARDS;
}

/**
 * What the replica with each slot takes of those before it, so that any number of them have the same share, as far as eight can be divided:
 * of two four each, of three 3, 3 and 2, of four two each.
 */
const TAKEN: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4, 5, 6, 7],
  [1, 3, 5, 7],
  [2, 3],
  [6, 7],
  [4],
  [5],
  [3],
  [7],
];

/** Of a process without a slot of its own, which has only what everybody else is too busy for. */
export const NO_SLOT = TAKEN.length;

/** Of whoever consumes from a shard, the one of highest priority gets what comes. */
export function priorityOf(slot: number, shard: number): number {
  return TAKEN[slot]?.includes(shard) === true ? slot + 1 : 0;
}

/** How replicas of a service come to share what names something that they are shared by. */
export interface Sharding {
  /** The field of a request or an event of this type that says by what it is shared; undefined: by nothing, whoever is free takes it. */
  fieldOf: (type: string) => string | undefined;
  /** Whether the replicas of this service share its work so, of requests and of events. */
  shares: (service: string) => boolean;
}

/** Undefined: it has none. What is ill-formed has none either, and whoever gets it says so. */
export function shardOfMessage(
  sharding: Sharding | undefined,
  type: string,
  payload: object,
): number | undefined {
  const field = sharding?.fieldOf(type);
  if (field === undefined) return undefined;
  const key: unknown = (payload as Record<string, unknown>)[field];
  return typeof key === 'string' ? shardOf(key) : undefined;
}
