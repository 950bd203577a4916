import { ORDER_KINDS, ORDER_STATUSES } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

export const DUE_NEWS = [
  'order.due-soon',
  'order.due',
  'order.overdue',
  'order.recording-due',
] as const;
export type DueNews = (typeof DUE_NEWS)[number];

const orderFacts = closed({
  decisionNumber: t.Optional(t.String()),
  accountId: t.String(),
  licenceId: t.String(),
  /** Of a fine; absent of orders opened before it was kept. */
  vehicleId: t.Optional(t.String()),
  /** Of a fine: whether the car was the driver's own. */
  ownVehicle: t.Optional(t.Boolean()),
  fineFen: field.fen,
  decidedOn: field.day,
  /** As printed on the decision. */
  dueOn: field.day,
});
export type OrderFacts = Static<typeof orderFacts>;

const paidWith = closed({
  paymentId: t.String(),
  payerAccountId: t.String(),
  receiptNumber: t.String(),
  amountFen: field.fen,
  at: field.date,
});
export type PaidWith = Static<typeof paidWith>;

/** The life of an order. rules.md §6. */
export const orderDocument = closed({
  _id: t.String(),
  kind: field.oneOf(ORDER_KINDS),
  /** What a fine belongs to. */
  handlingId: t.Optional(t.String()),
  /** What a sanction's order belongs to. */
  caseId: t.Optional(t.String()),
  status: field.oneOf(ORDER_STATUSES),
  /** Absent in the tombstone that closing leaves of an order never opened. */
  facts: t.Optional(orderFacts),
  /** Shanghai day; moves by the frozen days, while the decision's stays as printed. Empty in a tombstone. */
  dueOn: t.Union([field.day, t.Literal('')]),
  /** The Shanghai day on which a suspension froze it. */
  frozenOn: t.Optional(field.day),
  /** The payment that is open. Real time. */
  openPayment: t.Optional(closed({ paymentId: t.String(), expiresAt: field.date })),
  paid: t.Optional(paidWith),
  /** Nothing is owed any more, and from which Shanghai day on. */
  closed: t.Optional(closed({ on: field.day, because: field.oneOf(['withdrawn', 'revoked']) })),
  /** Which news of its due date were announced. */
  told: t.Array(field.oneOf(DUE_NEWS)),
  version: field.count,
});
export type OrderDocument = Static<typeof orderDocument>;

/** An order that was opened, as opposed to a tombstone. */
export type OpenedOrder = OrderDocument & { facts: OrderFacts };

/** Numbers receipts in order of settlement; a number lost in a crash is not given again. */
export const counterDocument = closed({ _id: t.String(), last: field.count });
export type CounterDocument = Static<typeof counterDocument>;
