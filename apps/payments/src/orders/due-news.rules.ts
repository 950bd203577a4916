import { daysBetween, type Policy } from '@demerit/contracts';
import { DUE_NEWS, type DueNews, type OpenedOrder } from './orders.types';

/** So many days before its due date a fine is said to be due soon. rules.md §7. */
export const DUE_SOON_DAYS = 3;

/**
 * What is to be announced of the due date today, each once: soon, today, overdue on late day 1, and on late day `RECORD_UNPAID_AFTER_DAYS` that the points
 * are recorded unpaid. Of an order that waits, is paid or closed: nothing. rules.md §6.
 */
export function dueNews(
  order: OpenedOrder,
  policy: Pick<Policy, 'recordUnpaidAfterDays'>,
  today: string,
): DueNews[] {
  if (order.status !== 'unpaid' && order.status !== 'paying') return [];
  const days = daysBetween(order.dueOn, today);
  const isDue: Record<DueNews, boolean> = {
    'order.due-soon': days < 0 && days >= -DUE_SOON_DAYS,
    'order.due': days === 0,
    'order.overdue': days >= 1,
    'order.recording-due': order.kind === 'fine' && days >= policy.recordUnpaidAfterDays,
  };
  return DUE_NEWS.filter((news) => isDue[news] && !order.told.includes(news));
}

export function withAnnounced(order: OpenedOrder, news: readonly DueNews[]): OpenedOrder {
  return { ...order, told: [...order.told, ...news] };
}
