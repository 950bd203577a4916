import { refuse, type Refusal, type RefusalCode, type RefusalDetails } from '@demerit/contracts';

/** One line of a column of guards: what must hold, and what is said where it does not. */
export interface Guard<Attempt> {
  code: RefusalCode;
  holds(attempt: Attempt): boolean;
  details?(attempt: Attempt): RefusalDetails;
}

/** The first guard of the column that does not hold is the answer. */
export function firstRefusal<Attempt>(
  guards: readonly Guard<Attempt>[],
  attempt: Attempt,
): Refusal | undefined {
  const failing = guards.find((guard) => !guard.holds(attempt));
  return failing && refuse(failing.code, failing.details?.(attempt));
}
