import { refuse, type PaymentStatus, type Refusal } from '@demerit/contracts';
import type { ClosedState } from '../providers/provider.types';
import type { PaymentDocument } from './payments.types';

/** How a payment ends that nobody paid: cancelled by who began it, or closed because another takes its place. rules.md §6.payment. */

const MONEY_CAME: readonly (PaymentStatus | ClosedState['status'])[] = [
  'settled',
  'refunding',
  'refunded',
  'succeeded',
];

/**
 * Nobody paid it, as far as our books know, or as the provider says that was to close it. Until then whoever began it may cancel it, once and again,
 * and the owner of its order replace it.
 */
export function checkUnpaid({ status }: PaymentDocument | ClosedState): Refusal | undefined {
  return MONEY_CAME.includes(status) ? refuse('PAYMENT_SETTLED') : undefined;
}

/** Whether somebody could pay it still, so that the provider must close it first. */
export function isUnderWay({ status }: PaymentDocument): boolean {
  return status === 'creating' || status === 'open';
}
