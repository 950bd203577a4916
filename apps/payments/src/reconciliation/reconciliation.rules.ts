import type { DifferenceKind } from '@demerit/contracts';
import type { PaymentRecord } from '../settlement.rules';

/** A payment that succeeded, as the provider lists it. */
export interface ListedPayment {
  paymentId: string;
  amountFen: number;
  currency: string;
  settledAt: Date;
  refundedFen: number;
}

export interface FoundDifference {
  kind: DifferenceKind;
  paymentId: string;
  expectedFen?: number;
  foundFen?: number;
}

/**
 * What does not agree of a payment that both sides have; undefined when all does. A refund on its way is no difference, whichever side has it first.
 * rules.md §6 "daily reconciliation".
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

/** Days that are over and not reconciled yet, oldest first; the first time only the one before today. Shanghai days of real time, as the provider's are. */
export function daysToReconcile(
  doneThrough: string | undefined,
  yesterday: string,
  dayAfter: (day: string) => string,
): string[] {
  if (doneThrough === undefined) return [yesterday];
  const days: string[] = [];
  for (let day = dayAfter(doneThrough); day <= yesterday; day = dayAfter(day)) days.push(day);
  return days;
}
