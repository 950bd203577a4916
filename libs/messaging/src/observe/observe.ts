import type { DeadLetterReason, Verdict } from '../message/verdict';
import { refusalOf } from '../message/refusals';

/** What became of one delivery to a handler. `held`: the database was away, the message waits. */
export interface Handled {
  what: 'handled';
  kind: 'event' | 'request';
  /** As the sender wrote it: whoever counts by it has to know which types there are. */
  type: string | undefined;
  outcome: 'done' | 'refused' | 'retried' | 'dead-letter' | 'held' | 'failed';
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

/** The same of a request; `reason` stands while a copy of it is kept as a dead letter. */
export function handledRequest(
  type: string | undefined,
  error: unknown,
  reason: DeadLetterReason | undefined,
  durationMs: number,
): Handled {
  const seen = { what: 'handled', kind: 'request', type, durationMs } as const;
  if (error === undefined) return { ...seen, outcome: 'done' };
  if (reason !== undefined) return { ...seen, outcome: 'dead-letter', reason };
  const code = refusalOf(error)?.code;
  return code === undefined
    ? { ...seen, outcome: 'failed' }
    : { ...seen, outcome: 'refused', code };
}

const OUTCOMES = { ack: 'done', hold: 'held', retry: 'retried' } as const;
