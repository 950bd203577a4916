import type { Provider } from '@demerit/contracts';
import type { FoundDifference } from '../differences/differences.rules';
import type { PaymentRecord } from '../paying/settlement.rules';
import type { ListedPayment } from '../providers/provider.types';

/**
 * What does not agree of a payment that both sides have; undefined when all does. A refund on its way is no difference, whichever side has it first.
 * rules.md §6.reconciliation.
 */
export function compare(
  { _id: paymentId, received, status }: PaymentRecord,
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
  { _id: paymentId, received }: PaymentRecord,
  foundFen: number,
): FoundDifference {
  return { kind: 'not_at_provider', paymentId, expectedFen: received?.amountFen ?? 0, foundFen };
}

/** How far the list of a day was compared: the last payment id of it that was, absent before the first page and after the last one. */
export interface Progress {
  day: string;
  after?: string;
  compared: number;
}

/** How far a provider's books were compared with ours. */
export interface ReconciliationRow {
  _id: Provider;
  /** The last Shanghai day that was compared to its end. */
  doneThrough?: string;
  /** The day being compared. */
  running?: Progress;
  version: number;
}

/** After a page: the day goes on behind it, or is done. */
export function progressed(
  _id: Provider,
  before: ReconciliationRow | null,
  progress: Progress,
): ReconciliationRow {
  const version = (before?.version ?? 0) + 1;
  if (progress.after === undefined) return { _id, doneThrough: progress.day, version };
  return { ...before, _id, running: progress, version };
}

/**
 * Days that are over and not reconciled yet, oldest first; the first time only the one before today, or the one that was begun then. Shanghai days of
 * real time, as the provider's are.
 */
export function daysToReconcile(
  row: Pick<ReconciliationRow, 'doneThrough' | 'running'> | null,
  yesterday: string,
  dayAfter: (day: string) => string,
): string[] {
  const { doneThrough, running } = row ?? {};
  const first = doneThrough === undefined ? (running?.day ?? yesterday) : dayAfter(doneThrough);
  const days: string[] = [];
  for (let day = first; day <= yesterday; day = dayAfter(day)) days.push(day);
  return days;
}
