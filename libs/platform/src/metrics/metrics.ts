import {
  EVENTS,
  IDENTITY_EVENTS,
  LEDGER_EVENTS,
  ownerOf,
  PAYMENTS_EVENTS,
  VEHICLES_EVENTS,
  VIOLATIONS_EVENTS,
  type RefusalCode,
} from '@demerit/contracts';
import type { Handled, Published } from '@demerit/messaging';
import {
  collectDefaultMetrics,
  Counter,
  Histogram,
  Registry,
  type CounterConfiguration,
} from 'prom-client';
import type { ServiceName } from '../config/config';

/** From a millisecond to the deadline of a request. */
const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Longer ones are stuck, and there is a gauge for that. */
const PUBLISH_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 120];
const NONE = '';

/** One answer to an HTTP caller. Labels hold patterns and codes, never ids. */
export interface Answered {
  method: string;
  /** As the router knows it, `/v1/violations/:violationId`; undefined: no such route. */
  route: string | undefined;
  status: number;
  /** Of a refusal. */
  code: string | undefined;
  durationMs: number;
}

/**
 * What one process counts, in a registry of its own. Names, labels and what they are good for: docs/operations/metrics.md. No label holds an
 * id or anything personal, and each takes few values: what comes from outside is counted under `unknown` unless a contract names it.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests: Counter<'method' | 'route' | 'status' | 'code'>;
  private readonly requestSeconds: Histogram<'method' | 'route'>;
  private readonly handleSeconds: Histogram<'kind' | 'type' | 'outcome'>;
  private readonly retries: Counter<'type'>;
  private readonly deadLetters: Counter<'kind' | 'type' | 'reason'>;
  private readonly refusals: Counter<'type' | 'code'>;
  private readonly busy: Counter<'type'>;
  private readonly publishSeconds: Histogram<'type'>;
  private readonly retentionDeleted: Counter<'kind'>;

  constructor(service: ServiceName) {
    const registers = [this.registry];
    this.registry.setDefaultLabels({ service });
    // Ten looks a second at the event loop, where the library takes a hundred: those were most of what an idle service used.
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 100 });
    this.requests = this.counter({
      name: 'demerit_http_requests_total',
      help: 'HTTP answers by route pattern, status and refusal code',
      labelNames: ['method', 'route', 'status', 'code'],
    });
    this.requestSeconds = new Histogram({
      name: 'demerit_http_request_seconds',
      help: 'Time from the head of a request to the end of its answer',
      labelNames: ['method', 'route'],
      buckets: BUCKETS_S,
      registers,
    });
    this.handleSeconds = new Histogram({
      name: 'demerit_message_handle_seconds',
      help: 'Time in the handler of a request or an event, by what became of it',
      labelNames: ['kind', 'type', 'outcome'],
      buckets: BUCKETS_S,
      registers,
    });
    this.retries = this.counter({
      name: 'demerit_message_retries_total',
      help: 'Events that failed and will be tried again',
      labelNames: ['type'],
    });
    this.deadLetters = this.counter({
      name: 'demerit_dead_letters_total',
      help: 'Messages this process gave up',
      labelNames: ['kind', 'type', 'reason'],
    });
    this.refusals = this.counter({
      name: 'demerit_refusals_total',
      help: 'Requests over the queue that a rule refused',
      labelNames: ['type', 'code'],
    });
    this.busy = this.counter({
      name: 'demerit_requests_refused_busy_total',
      help: 'Requests that came to no handler, since they could not have been answered in time',
      labelNames: ['type'],
    });
    this.publishSeconds = new Histogram({
      name: 'demerit_event_publish_seconds',
      help: 'Time from the writing of an event to its confirm by the broker',
      labelNames: ['type'],
      buckets: PUBLISH_BUCKETS_S,
      registers,
    });
    this.retentionDeleted = this.counter({
      name: 'demerit_retention_deleted_total',
      help: 'What was deleted because its period had passed',
      labelNames: ['kind'],
    });
    this.beginAtZero(service);
  }

  private counter<Label extends string>(described: CounterConfiguration<Label>): Counter<Label> {
    return new Counter({ ...described, registers: [this.registry] });
  }

  /** So much of a kind was deleted because its period had passed. */
  retained(kind: string, deleted: number): void {
    this.retentionDeleted.inc({ kind }, deleted);
  }

  answered({ method, route = 'none', status, code = NONE, durationMs }: Answered): void {
    this.requests.inc({ method, route, status: String(status), code });
    this.requestSeconds.observe({ method, route }, durationMs / 1_000);
  }

  /** For `MessagingOptions.observe`. */
  saw(seen: Handled | Published): void {
    if (seen.what === 'published') {
      this.publishSeconds.observe({ type: seen.type }, seen.ageMs / 1_000);
      return;
    }
    const { kind, outcome, code, reason, durationMs } = seen;
    const type = labelOf(kind, seen.type);
    // It came to no handler, so it took no time in one.
    if (outcome === 'busy') return this.busy.inc({ type });
    this.handleSeconds.observe({ kind, type, outcome }, durationMs / 1_000);
    if (outcome === 'retried') this.retries.inc({ type });
    if (outcome === 'dead-letter') this.deadLetters.inc({ kind, type, reason: reason ?? NONE });
    if (kind === 'request' && code !== undefined) this.refusals.inc({ type, code });
  }

  /** What an alarm waits for has to be there before it happens: an increase from nothing is none. */
  private beginAtZero(service: ServiceName): void {
    for (const type of Object.keys(SAID_BY[service] ?? {})) this.publishSeconds.zero({ type });
    if (service !== 'ledger') return;
    for (const code of LIMIT_REFUSALS) this.refusals.inc({ type: 'points.reserve', code }, 0);
  }
}

const LIMIT_REFUSALS: readonly RefusalCode[] = ['LICENCE_LIMIT_REACHED', 'VEHICLE_LIMIT_REACHED'];

const SAID_BY: Partial<Record<ServiceName, object>> = {
  identity: IDENTITY_EVENTS,
  vehicles: VEHICLES_EVENTS,
  violations: VIOLATIONS_EVENTS,
  payments: PAYMENTS_EVENTS,
  ledger: LEDGER_EVENTS,
};

/** Anybody who reaches the broker can write any type. */
function labelOf(kind: 'event' | 'request', type: string | undefined): string {
  if (type === undefined) return 'unknown';
  if (kind === 'event') return Object.hasOwn(EVENTS, type) ? type : 'unknown';
  try {
    ownerOf(type);
    return type;
  } catch {
    return 'unknown';
  }
}
