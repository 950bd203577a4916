import {
  refuse,
  shanghaiTime,
  wording,
  type OrderStatus,
  type Policy,
  type Refusal,
} from '@demerit/contracts';
import type { OpenedOrder, OrderDocument, OrderFacts, PaidWith } from './orders.types';
import { lateDays, surchargeFen } from './surcharge.rules';

/** Cancelled → refunded: the decision was revoked while a payment was on its way, and the money came and went back. */
export const MOVES: Record<OrderStatus, readonly OrderStatus[]> = {
  unpaid: ['paying', 'paid', 'frozen', 'cancelled'],
  paying: ['unpaid', 'paid', 'frozen'],
  frozen: ['unpaid', 'paying', 'paid', 'cancelled'],
  paid: ['refunded'],
  refunded: [],
  cancelled: ['refunded'],
};

export function canMove(order: OrderDocument, status: OrderStatus): boolean {
  return MOVES[order.status].includes(status);
}

export function isOpened(order: OrderDocument): order is OpenedOrder {
  return order.facts !== undefined;
}

/** What an order is opened with. */
export type NewOrder = Pick<OrderDocument, '_id' | 'kind' | 'handlingId' | 'caseId'> & {
  facts: OrderFacts;
};

/** Opens an order; one that was closed before it opened keeps closed and learns what it was about. */
export function openOrder(opening: NewOrder, closedBefore?: OrderDocument): OpenedOrder {
  const { dueOn } = opening.facts;
  if (!closedBefore) return { ...opening, status: 'unpaid', dueOn, told: [], version: 0 };
  return { ...closedBefore, ...opening, dueOn };
}

/** What is left of an order closed before it opened. */
export function tombstone(
  order: Pick<OrderDocument, '_id' | 'kind' | 'handlingId' | 'caseId'>,
  closed: NonNullable<OrderDocument['closed']>,
): OrderDocument {
  return { ...order, status: 'cancelled', dueOn: '', closed, told: [], version: 0 };
}

/**
 * Fine and surcharge today; both stop moving when paid or closed, and frozen days do not count. What is confiscated is no fine and grows no
 * surcharge.
 */
export function amountsOf(
  { kind, facts, dueOn, frozenOn, paid, closed }: OpenedOrder,
  policy: Policy,
  today: string,
): { fineFen: number; surchargeFen: number; payableFen: number } {
  const { fineFen } = facts;
  const until = closed?.on ?? frozenOn ?? today;
  const grown = kind === 'confiscation' ? 0 : surchargeFen(fineFen, lateDays(dueOn, until), policy);
  const surcharge = paid ? paid.amountFen - fineFen : grown;
  return { fineFen, surchargeFen: surcharge, payableFen: fineFen + surcharge };
}

/** The payment to be closed before another begins: whom the order is against may begin another at any time, whoever began the first. Real time. */
export function paymentInTheWay(
  { status, facts, openPayment }: OpenedOrder,
  payerAccountId: string,
  realNow: Date,
): string | undefined {
  if (status !== 'paying' || facts.accountId !== payerAccountId) return undefined;
  return openPayment && openPayment.expiresAt > realNow ? openPayment.paymentId : undefined;
}

/** Whether a payment may begin now. */
export function checkPayable(order: OrderDocument, realNow: Date): Refusal | undefined {
  if (order.status === 'frozen') return refuse('ORDER_FROZEN');
  if (order.openPayment && order.openPayment.expiresAt > realNow) {
    return refuse('ORDER_NOT_PAYABLE', {
      detail: wording('payment.another_open'),
      nextStep: wording('payment.wait'),
      availableFrom: shanghaiTime(order.openPayment.expiresAt),
    });
  }
  if (order.status !== 'unpaid' && order.status !== 'paying') return refuse('ORDER_NOT_PAYABLE');
  return undefined;
}

export function beginPaying(
  order: OpenedOrder,
  openPayment: { paymentId: string; expiresAt: Date },
): OpenedOrder {
  return { ...order, status: 'paying', openPayment };
}

/** Its payment came to nothing; a frozen order stays frozen. */
export function stopPaying(order: OrderDocument, paymentId: string): OrderDocument {
  if (order.openPayment?.paymentId !== paymentId) return order;
  const { openPayment: _ended, ...rest } = order;
  const status = order.status === 'paying' ? 'unpaid' : order.status;
  return { ...rest, status };
}

/** Paid, whatever it was: a payment that began before a suspension counts. */
export function pay(order: OpenedOrder, paid: PaidWith): OpenedOrder {
  const { openPayment: _settled, frozenOn: _thawed, ...rest } = order;
  return { ...rest, status: 'paid', paid };
}

/** Withdrawn with its handling; impossible while money may be on its way. */
export function cancel(
  order: OrderDocument,
  realNow: Date,
  today: string,
): OrderDocument | Refusal {
  if (order.status === 'cancelled') return order;
  const isMoneyOnItsWay = order.openPayment !== undefined && order.openPayment.expiresAt > realNow;
  if (isMoneyOnItsWay || order.status === 'paid' || order.status === 'refunded') {
    return refuse('WITHDRAWAL_NOT_POSSIBLE', {
      detail: wording(isMoneyOnItsWay ? 'payment.open' : 'payment.paid'),
      ...(isMoneyOnItsWay && { nextStep: wording('payment.cancel') }),
    });
  }
  return close(order, 'withdrawn', today);
}

/**
 * The decision or sanction behind it was taken back: nothing is owed. What is paid goes back, and a payment on its way goes back when it comes.
 * A paid order is `refunded` once the money is back.
 */
export function revoke(order: OrderDocument, today: string): OrderDocument {
  if (order.closed?.because === 'revoked') return order;
  return close(order, 'revoked', today);
}

/** The money of a revoked order is back. */
export function notePaidBack(order: OrderDocument): OrderDocument {
  if (order.closed?.because !== 'revoked' || !canMove(order, 'refunded')) return order;
  return { ...order, status: 'refunded' };
}

function close(
  order: OrderDocument,
  because: 'withdrawn' | 'revoked',
  today: string,
): OrderDocument {
  const { openPayment: _stopped, frozenOn, ...rest } = order;
  // What was frozen stopped growing on that day; what is closed already, on its own.
  const on = order.closed?.on ?? frozenOn ?? today;
  const status = order.status === 'paid' ? order.status : 'cancelled';
  return { ...rest, status, closed: { on, because } };
}
