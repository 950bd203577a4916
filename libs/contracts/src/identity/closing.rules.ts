import { refuse, type Refusal } from '../refusals/refusals';

/** Nothing is written of an account that is being closed, or is, and nothing begins for it. rules.md §1.closing.order */
export function checkStays(isClosing: boolean): Refusal | undefined {
  return isClosing ? refuse('ACCOUNT_CLOSING') : undefined;
}
