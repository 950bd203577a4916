/** What a refusal says to the asker: a code, and whatever helps to go on (`reason`, `availableFrom`, …). */
export interface RefusalBody {
  code: string;
  [more: string]: unknown;
}

/**
 * A decision is final, a failure is tried again. What tells them apart is structural, so that rules
 * need not know this library: an error whose `refusal.code` is a string is a decision.
 */
export function refusalOf(error: unknown): RefusalBody | undefined {
  if (typeof error !== 'object' || error === null || !('refusal' in error)) return undefined;
  return isRefusalBody(error.refusal) ? error.refusal : undefined;
}

function isRefusalBody(value: unknown): value is RefusalBody {
  return (
    typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'
  );
}

/** What `ask` rejects with when the other side decided against it; also what idempotency keys refuse with. */
export class RequestRefused extends Error {
  constructor(readonly refusal: RefusalBody) {
    super(`refused: ${refusal.code}`);
    this.name = 'RequestRefused';
  }
}

/**
 * What `ask` rejects with at its deadline, when nobody has the queue, while disconnected (at once), or
 * when the other side failed or had too much to do. The outcome is unknown: repeat with the same idempotency key.
 */
export class ServiceUnavailable extends Error {
  constructor(
    readonly service: string,
    readonly reason: string,
    /** Where the other side has too much to do: when to repeat. */
    readonly retryAfterSeconds?: number,
  ) {
    super(`${service} is unavailable: ${reason}`);
    this.name = 'ServiceUnavailable';
  }
}
