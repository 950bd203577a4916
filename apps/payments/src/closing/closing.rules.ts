import type { ClosingFoundOnPaper, ClosingObstacle, PaymentStatus } from '@demerit/contracts';

/** What of an account's money is open, so that it cannot be closed. rules.md §1.closing. */

const OF_MONEY = ['settled', 'refunding', 'refunded'] as const;

/** `orders`: whether it has any, and whether something is owed; `statuses`: of the payments that it began. A receipt names driver and payer. */
export function moneyOpen(
  orders: { isAny: boolean; isOwed: boolean },
  statuses: ReadonlySet<PaymentStatus>,
): ClosingFoundOnPaper {
  const obstacles: ClosingObstacle[] = [];
  if (orders.isOwed) obstacles.push('order');
  if (statuses.has('creating') || statuses.has('open')) obstacles.push('payment');
  if (statuses.has('refunding')) obstacles.push('refund');
  return { obstacles, isNamedOnPaper: orders.isAny || OF_MONEY.some((one) => statuses.has(one)) };
}
