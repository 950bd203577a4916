import type { Reply } from '../message/reply';
import type { DeadLetterReason, Verdict } from '../message/verdict';
import { refusalOf } from '../message/refusals';

/** What became of one delivery. `held`: the database was away, the message waits. `busy`: a request came to no handler, since too much waited. */
export interface Handled {
  what: 'handled';
  kind: 'event' | 'request';
  /** As the sender wrote it: whoever counts by it has to know which types there are. */
  type: string | undefined;
  outcome: 'done' | 'refused' | 'retried' | 'dead-letter' | 'held' | 'failed' | 'busy';
  /** Of a refusal. */
  code?: string;
  /** Of a dead letter. */
  reason?: DeadLetterReason;
  durationMs: number;
}

/** An event left the outbox; `ageMs` after its transaction wrote it. */
export interface Published {
  what: 'published';
  type: string;
  ageMs: number;
}

/** Called with everything that passes; for metrics. Must not throw. */
export type Observe = (seen: Handled | Published) => void;

/** How an event's verdict reads to the one who counts. */
export function handledEvent(
  type: string | undefined,
  verdict: Verdict,
  error: unknown,
  durationMs: number,
): Handled {
  const seen = { what: 'handled', kind: 'event', type, durationMs } as const;
  if (verdict.kind === 'dead-letter') {
    const code = refusalOf(error)?.code;
    const { reason } = verdict;
    return { ...seen, outcome: 'dead-letter', reason, ...(code !== undefined && { code }) };
  }
  return { ...seen, outcome: OUTCOMES[verdict.kind] };
}

/** The same of a request by its answer; `reason` stands while a copy of it is kept as a dead letter. */
export function handledRequest(
  type: string | undefined,
  reply: Reply,
  reason: DeadLetterReason | undefined,
  durationMs: number,
): Handled {
  const seen = { what: 'handled', kind: 'request', type, durationMs } as const;
  if (reason !== undefined) return { ...seen, outcome: 'dead-letter', reason };
  if ('failure' in reply) return { ...seen, outcome: 'failed' };
  if ('refusal' in reply) return { ...seen, outcome: 'refused', code: reply.refusal.code };
  return { ...seen, outcome: 'done' };
}

/** Of a request that was refused because too much waited. */
export function shedRequest(type: string | undefined): Handled {
  return { what: 'handled', kind: 'request', type, outcome: 'busy', durationMs: 0 };
}

const OUTCOMES = { ack: 'done', hold: 'held', retry: 'retried' } as const;
