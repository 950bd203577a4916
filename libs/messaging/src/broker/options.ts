import type { EarlierNames } from '../message/earlier-names';
import type { Observe } from '../observe/observe';
import type { Sharding } from '../shards/shards';

/** Where the options stand in the Nest container. */
export const MESSAGING_OPTIONS = Symbol('MESSAGING_OPTIONS');

/** How one process takes part in the messaging. Durations in milliseconds. */
export interface MessagingOptions {
  /** Names the queues `<service>.requests` and `<service>.events`. */
  service: string;
  amqpUrl: string;
  /** Whether the service has a database of its own, hence outbox, inbox and idempotency keys. */
  database: boolean;
  /** Which service's queue answers a request of this type; throw for a type nobody answers. */
  ownerOf: (requestType: string) => string;
  /** Which refusals an idempotency key remembers; the others free it. Default: all. */
  isRemembered?: (code: string) => boolean;
  /** Fields of events as earlier versions named them. Requests need none: they end with their few seconds. */
  earlierNames?: EarlierNames;
  /** Put before every exchange and queue, so that several systems share a broker. Default: none. */
  namespace?: string;
  /** By what the replicas of a service share its work. Default: they compete for all of it. */
  sharding?: Sharding;
  /** The ladder of an event that fails; a dead letter after the last step. */
  retryDelaysMs?: number[];
  /** Events of each of its queues that this process handles at once. */
  prefetch?: number;
  /** The same of requests. */
  requestPrefetch?: number;
  /** How long `close()` waits for what is in flight. */
  drainTimeoutMs?: number;
  relay?: Partial<RelaySettings>;
  /** For metrics. */
  observe?: Observe;
}

export interface RelaySettings {
  /** How soon the outbox is looked at again when nobody woke the relay; doubled after each look in vain … */
  pollMs: number;
  /** … up to this: only what another process wrote waits for it, after a time in which nobody wrote anything. */
  longestPollMs: number;
  leaseMs: number;
  /** Keys published in parallel. */
  inFlight: number;
  confirmTimeoutMs: number;
}

export const RETRY_DELAYS_MS = [1_000, 5_000, 30_000, 120_000, 600_000];

export const RELAY_SETTINGS: RelaySettings = {
  pollMs: 250,
  longestPollMs: 1_000,
  leaseMs: 15_000,
  inFlight: 64,
  confirmTimeoutMs: 5_000,
};

/** How long to wait before the next look at the outbox, after so many in a row that found nothing. */
export function pollPauseMs(
  { pollMs, longestPollMs }: Pick<RelaySettings, 'pollMs' | 'longestPollMs'>,
  looksInVain: number,
): number {
  return Math.min(longestPollMs, pollMs * 2 ** Math.max(0, looksInVain - 1));
}

/** Exchanges and queues of one namespace carry its name, and nothing else does. */
export function namespaced(options: Pick<MessagingOptions, 'namespace'>, name: string): string {
  return options.namespace === undefined ? name : `${options.namespace}.${name}`;
}
