import type { Concerned, Provider } from '@demerit/contracts';
import type { FoundDifference } from '../differences/differences.types';
import type { OrderDocument } from '../orders/orders.types';
import type { PaymentDocument, ReceivedPayment } from '../paying/payments.types';
import type { ListedPayment } from '../providers/provider.types';
import type { Progress, ReconciliationDocument } from './reconciliation.types';

/**
 * What does not agree of a payment that both sides have; undefined when all does. A refund on its way is no difference, whichever side has it first.
 * rules.md §6.reconciliation.
 */
export function compare(
  { _id: paymentId, received, status }: PaymentDocument,
  listed: ListedPayment,
): FoundDifference | undefined {
  if (!received) return undefined;
  const foundFen = listed.amountFen;
  const expectedFen = received.amountFen;
  if (foundFen !== expectedFen || listed.currency !== received.currency) {
    return { kind: 'amount_differs', paymentId, expectedFen, foundFen };
  }
  const backFen = status === 'refunded' ? received.amountFen : 0;
  if (status === 'refunding' || backFen === listed.refundedFen) return undefined;
  return {
    kind: 'refund_differs',
    paymentId,
    expectedFen: backFen,
    foundFen: listed.refundedFen,
  };
}

/** Money in our books of which the provider's list says nothing. */
export function missing(
  { _id: paymentId, received }: ReceivedPayment,
  foundFen: number,
): FoundDifference {
  return { kind: 'not_at_provider', paymentId, expectedFen: received.amountFen, foundFen };
}

/** After a page: the day goes on behind it, or is done. */
export function progressed(
  _id: Provider,
  before: ReconciliationDocument | null,
  progress: Progress,
): ReconciliationDocument {
  const version = before?.version ?? 0;
  if (progress.after === undefined) return { _id, doneThrough: progress.day, version };
  return { ...before, _id, running: progress, version };
}

/**
 * Days that are over and not reconciled yet, oldest first; the first time only the one before today, or the one that was begun then. Shanghai days of
 * real time, as the provider's are.
 */
export function daysToReconcile(
  row: Pick<ReconciliationDocument, 'doneThrough' | 'running'> | null,
  yesterday: string,
  dayAfter: (day: string) => string,
): string[] {
  const { doneThrough, running } = row ?? {};
  const first = doneThrough === undefined ? (running?.day ?? yesterday) : dayAfter(doneThrough);
  const days: string[] = [];
  for (let day = first; day <= yesterday; day = dayAfter(day)) days.push(day);
  return days;
}

/** Whom clearing a difference is about beside those who have the vehicle of its order: who pays, and whose order it is. rules.md §1.own-case. */
export function concernedByMoney(
  payment: Pick<PaymentDocument, 'payerAccountId'> | null,
  order: Pick<OrderDocument, 'facts' | 'paid'> | null,
): Concerned {
  const { facts, paid } = order ?? {};
  return {
    accountIds: [payment?.payerAccountId, paid?.payerAccountId, facts?.accountId],
    licenceIds: [facts?.licenceId],
  };
}
