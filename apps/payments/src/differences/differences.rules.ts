import {
  REFUND_REASONS,
  type DifferenceKind,
  type Refusal,
  type Wording,
  refuse,
  wording,
} from '@demerit/contracts';
import type { DifferenceDocument } from './differences.types';

const REFUNDED = wording('difference.refunded');
const ASK_PROVIDER = wording('difference.ask_provider');

/** What to do about each kind, in words. */
export const NEXT_STEPS: Record<DifferenceKind, Wording> = {
  second_payment: REFUNDED,
  wrong_amount: REFUNDED,
  wrong_currency: REFUNDED,
  expired: REFUNDED,
  order_closed: REFUNDED,
  decision_revoked: REFUNDED,
  sanction_revoked: REFUNDED,
  unknown_payment: wording('difference.unknown_payment'),
  wrong_provider: wording('difference.wrong_provider'),
  told_differently: wording('difference.told_differently'),
  missed_notification: wording('difference.missed_notification'),
  not_at_provider: ASK_PROVIDER,
  amount_differs: ASK_PROVIDER,
  refund_differs: ASK_PROVIDER,
  refund_not_taken: wording('difference.refund_not_taken'),
};

/** Whether it is settled by what the system does itself. */
export function isDoneAtOnce(kind: DifferenceKind): boolean {
  return kind === 'missed_notification';
}

/** Those that a refund settles: money that goes back for a reason is found as a difference of that name. */
export const SETTLED_BY_REFUND: readonly DifferenceKind[] = [
  ...REFUND_REASONS,
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
