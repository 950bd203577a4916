import { refuse, type DifferenceKind, type Refusal } from '@demerit/contracts';
import type { DifferenceDocument } from './differences.types';

const REFUNDED =
  'The money goes back by itself; this is done once the provider has taken the refund.';
const ASK_PROVIDER =
  'Compare the payment with the provider’s statement, correct what is wrong there or here, then close this with what was found.';

/** What to do about each kind, in words. */
export const NEXT_STEPS: Record<DifferenceKind, string> = {
  second_payment: REFUNDED,
  wrong_amount: REFUNDED,
  wrong_currency: REFUNDED,
  expired: REFUNDED,
  order_closed: REFUNDED,
  decision_revoked: REFUNDED,
  sanction_revoked: REFUNDED,
  unknown_payment: `${REFUNDED} If a backup was restored, tell the payer to pay again.`,
  wrong_provider:
    'Another provider than the one the payment was begun with names it. Ask that provider what it means; give back what it holds, then close this.',
  told_differently:
    'The provider says another amount than it said before; the first one counts. Compare with its statement, then close this.',
  missed_notification:
    'Nothing: the payment was applied when it was found. Watch whether notifications arrive.',
  not_at_provider: ASK_PROVIDER,
  amount_differs: ASK_PROVIDER,
  refund_differs: ASK_PROVIDER,
  refund_not_taken:
    'The provider has refused the refund many times; it is tried on. Ask the provider; pay back by hand if need be, then close this.',
};

/** Whether it is settled by what the system does itself. */
export function isDoneAtOnce(kind: DifferenceKind): boolean {
  return kind === 'missed_notification';
}

/** Those that a refund settles. */
export const SETTLED_BY_REFUND: readonly DifferenceKind[] = [
  'second_payment',
  'wrong_amount',
  'wrong_currency',
  'expired',
  'order_closed',
  'decision_revoked',
  'sanction_revoked',
  'unknown_payment',
  'refund_not_taken',
];

/** The money is back. */
export function doneByRefund(difference: DifferenceDocument): DifferenceDocument {
  return { ...difference, status: 'done' };
}

/** An officer has cleared it, once. */
export function closeDifference(
  difference: DifferenceDocument,
  reason: string,
): DifferenceDocument | Refusal {
  if (difference.status === 'done') return refuse('DECISION_NOT_POSSIBLE');
  return { ...difference, status: 'done', reason };
}
