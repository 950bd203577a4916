import type { RefusalBody } from './refusals';
import { refusalOf } from './refusals';

/** The body of an answer. `failure`: the other side does not know what became of it either. */
export type Reply = { value?: unknown } | { refusal: RefusalBody } | { failure: true };

export function isReply(body: unknown): body is Reply {
  if (typeof body !== 'object' || body === null) return false;
  if ('refusal' in body) return refusalOf(body) !== undefined;
  if ('failure' in body) return body.failure === true;
  return true;
}
