/** What became of one delivery of an event. */
export type Verdict =
  | { kind: 'ack' }
  | { kind: 'hold' }
  | { kind: 'retry'; failures: number; delayMs: number }
  | { kind: 'dead-letter'; reason: DeadLetterReason };

export type DeadLetterReason =
  'malformed' | 'unknown-type' | 'invalid' | 'refused' | 'wrong-document' | 'retries-used-up';
