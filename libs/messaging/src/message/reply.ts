import type { RefusalBody } from './refusals';
import { refusalOf } from './refusals';

/**
 * The body of an answer. `failure`: the other side does not know what became of it either; with `retryAfterSeconds` it, or whom it asked, had too much
 * to do.
 */
export type Reply =
  { value?: unknown } | { refusal: RefusalBody } | { failure: true; retryAfterSeconds?: number };

export function isReply(body: unknown): body is Reply {
  if (typeof body !== 'object' || body === null) return false;
  if ('refusal' in body) return refusalOf(body) !== undefined;
  if ('failure' in body) return body.failure === true && hasTimeOrNone(body);
  return true;
}

function hasTimeOrNone(body: object): boolean {
  return !('retryAfterSeconds' in body) || typeof body.retryAfterSeconds === 'number';
}
