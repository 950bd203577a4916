import { refuse, type Refusal } from '@demerit/contracts';

/** Said to whoever waits for a message that could not leave; it may be asked for again. rules.md §1.code.not-sent. */
export function notSent(): Refusal {
  return refuse('SMS_NOT_SENT');
}
