import {
  addDays,
  daysBetween,
  refuse,
  shanghaiDay,
  type OrderStatus,
  type Policy,
  type Refusal,
  type ViolationDecided,
} from '@demerit/contracts';
import { lateDays, surchargeFen } from './surcharge.rules';

/** The life of an order. rules.md §6. */
export interface OrderRecord {
  _id: string;
  handlingId: string;
  kind: 'fine';
  status: OrderStatus;
  /** Absent in the tombstone that a cancellation leaves of an order never opened. */
  facts?: OrderFacts;
  /** Shanghai day; moves by the frozen days, while the decision's stays as printed. */
  dueOn: string;
  /** The Shanghai day on which a suspension froze it. */
  frozenOn?: string;
  /** The payment that is open. Real time. */
  openPayment?: { paymentId: string; expiresAt: Date };
  paid?: PaidRecord;
  /** Which news of lateness were told. */
  told: { overdue: boolean; recordingDue: boolean };
  version: number;
}

export interface OrderFacts {
  decisionNumber: string;
  accountId: string;
  licenceId: string;
  vehicleId: string;
  ownVehicle: boolean;
  fineFen: number;
}

export interface PaidRecord {
  paymentId: string;
  payerAccountId: string;
  receiptNumber: string;
  amountFen: number;
  at: Date;
}

/** An order that was opened, as opposed to a tombstone. */
export type OpenedOrder = OrderRecord & { facts: OrderFacts };

export const MOVES: Record<OrderStatus, readonly OrderStatus[]> = {
  unpaid: ['paying', 'paid', 'frozen', 'cancelled'],
  paying: ['unpaid', 'paid', 'frozen'],
  frozen: ['unpaid', 'paying', 'paid', 'cancelled'],
  paid: ['refunded'],
  refunded: [],
  cancelled: [],
};

export function canMove(order: OrderRecord, status: OrderStatus): boolean {
  return MOVES[order.status].includes(status);
}

export function isOpened(order: OrderRecord): order is OpenedOrder {
  return order.facts !== undefined;
}

/** What was decided, as an order; frozen from the start when the driver is suspended and the car another's. */
export function openOrder(
  decided: ViolationDecided & { orderId: string },
  isFrozen: boolean,
  today: string,
): OpenedOrder {
  const { decisionNumber, accountId, licenceId, vehicleId, ownVehicle, fineFen } = decided;
  const freezes = isFrozen && !ownVehicle;
  return {
    _id: decided.orderId,
    handlingId: decided.handlingId,
    kind: 'fine',
    status: freezes ? 'frozen' : 'unpaid',
    facts: { decisionNumber, accountId, licenceId, vehicleId, ownVehicle, fineFen },
    dueOn: decided.dueOn,
    ...(freezes && { frozenOn: today }),
    told: { overdue: false, recordingDue: false },
    version: 1,
  };
}

/** What is left of an order cancelled before it opened. */
export function tombstone(orderId: string, handlingId: string): OrderRecord {
  return {
    _id: orderId,
    handlingId,
    kind: 'fine',
    status: 'cancelled',
    dueOn: '',
    told: { overdue: true, recordingDue: true },
    version: 1,
  };
}

/** Fine and surcharge today; both stop moving when paid, and frozen days do not count. */
export function amountsOf(
  { facts, dueOn, frozenOn, paid }: OpenedOrder,
  policy: Policy,
  today: string,
): { fineFen: number; surchargeFen: number; payableFen: number } {
  const { fineFen } = facts;
  const surcharge = paid
    ? paid.amountFen - fineFen
    : surchargeFen(fineFen, lateDays(dueOn, frozenOn ?? today), policy);
  return { fineFen, surchargeFen: surcharge, payableFen: fineFen + surcharge };
}

/** Whether a payment may begin now. */
export function checkPayable(order: OrderRecord, realNow: Date): Refusal | undefined {
  if (order.status === 'frozen') return refuse('ORDER_FROZEN');
  if (order.openPayment && order.openPayment.expiresAt > realNow) {
    return refuse('ORDER_NOT_PAYABLE', {
      detail: 'Another payment of this order is open.',
      availableFrom: order.openPayment.expiresAt.toISOString(),
    });
  }
  if (order.status !== 'unpaid' && order.status !== 'paying') return refuse('ORDER_NOT_PAYABLE');
  return undefined;
}

export function beginPaying(
  order: OpenedOrder,
  openPayment: { paymentId: string; expiresAt: Date },
): OpenedOrder {
  return { ...order, status: 'paying', openPayment, version: order.version + 1 };
}

/** Its payment came to nothing; a frozen order stays frozen. */
export function stopPaying(order: OrderRecord, paymentId: string): OrderRecord {
  if (order.openPayment?.paymentId !== paymentId) return order;
  const { openPayment: _ended, ...rest } = order;
  const status = order.status === 'paying' ? 'unpaid' : order.status;
  return { ...rest, status, version: order.version + 1 };
}

/** Paid, whatever it was: a payment that began before a suspension counts. */
export function pay(order: OpenedOrder, paid: PaidRecord): OpenedOrder {
  const { openPayment: _settled, frozenOn: _thawed, ...rest } = order;
  return { ...rest, status: 'paid', paid, version: order.version + 1 };
}

/** Withdrawn with its handling; impossible while money may be on its way. */
export function cancel(order: OrderRecord, realNow: Date): OrderRecord | Refusal {
  if (order.status === 'cancelled') return order;
  const isMoneyOnItsWay = order.openPayment !== undefined && order.openPayment.expiresAt > realNow;
  if (isMoneyOnItsWay || order.status === 'paid' || order.status === 'refunded') {
    return refuse('WITHDRAWAL_NOT_POSSIBLE', {
      detail: isMoneyOnItsWay ? 'A payment is open.' : 'The fine is paid.',
    });
  }
  const { openPayment: _expired, frozenOn: _thawed, ...rest } = order;
  return { ...rest, status: 'cancelled', version: order.version + 1 };
}

/** The driver's point service was suspended: orders for others' cars wait. */
export function freeze(order: OrderRecord, today: string): OrderRecord {
  if (order.facts?.ownVehicle !== false || !canMove(order, 'frozen')) return order;
  return { ...order, status: 'frozen', frozenOn: today, version: order.version + 1 };
}

/** The suspension ended or was confirmed: the due date moves by the frozen days. */
export function thaw(order: OrderRecord, today: string): OrderRecord {
  if (order.status !== 'frozen') return order;
  const { frozenOn = today, ...rest } = order;
  const dueOn = addDays(order.dueOn, Math.max(0, daysBetween(frozenOn, today)));
  const status = order.openPayment ? 'paying' : 'unpaid';
  return { ...rest, status, dueOn, version: order.version + 1 };
}

export type LatenessNews = 'order.overdue' | 'order.recording-due';

/** What is to be told of lateness today, each once; a frozen order is never late. */
export function latenessNews(order: OpenedOrder, policy: Policy, now: Date): LatenessNews[] {
  if (order.status !== 'unpaid' && order.status !== 'paying') return [];
  const days = lateDays(order.dueOn, shanghaiDay(now));
  return [
    ...(days >= 1 && !order.told.overdue ? (['order.overdue'] as const) : []),
    ...(days >= policy.recordUnpaidAfterDays && !order.told.recordingDue
      ? (['order.recording-due'] as const)
      : []),
  ];
}

export function toldOf(order: OpenedOrder, news: readonly LatenessNews[]): OpenedOrder {
  const told = {
    overdue: order.told.overdue || news.includes('order.overdue'),
    recordingDue: order.told.recordingDue || news.includes('order.recording-due'),
  };
  return { ...order, told, version: order.version + 1 };
}
