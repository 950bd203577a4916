import { refuse, type RefusalCode } from '@demerit/contracts';

/**
 * An id out of a path, as services take them. A text that cannot be an id is nothing that exists: it is refused with the code given.
 * Called in the handler and not by a pipe, so that a body that is not well formed is refused first.
 */
export function idOr(notFound: RefusalCode & `${string}_NOT_FOUND`, text: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(text)) return text;
  throw refuse(notFound);
}

/** The number of a decision out of a path. */
export function decisionNumberIn(text: string): string {
  if (/^[0-9A-Z-]{1,64}$/.test(text)) return text;
  throw refuse('DECISION_NOT_FOUND');
}
