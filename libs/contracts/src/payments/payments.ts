import { IsIn, IsInt, IsObject, IsString, MaxLength } from 'class-validator';
import { Command, Query, StaffCommand, type Nothing } from '../fields/commands';
import { IsDay, IsInstant } from '../fields/days';
import { IsId } from '../fields/ids';
import { IsFen } from '../fields/money';
import { IsText } from '../fields/names';
import { Nested } from '../fields/nested';
import { ListOfCaller, PageQuery, type Page } from '../fields/pages';
import { ClosingOf, PaymentsClosing, type ClosingFoundOnPaper } from '../identity/closing';
import type { PaymentsExplained } from './explained';
import { IsOptional } from '../fields/optional';
import { DESK_ORDER_REQUESTS, type DeskOrderReplies } from './desk';
import { CancelPayment, ListPayments, PaymentOf, type PaymentView } from './payment-views';
import { CheckReceipt, type ReceiptCheckOfDriver, type ReceiptOfDriver } from './receipts';
import type { Wording } from '../words/languages';

/** What payments offers and says: orders, payments, notifications of the provider, receipts. rules.md §6. */

export const ORDER_STATUSES = [
  'unpaid',
  'paying',
  'paid',
  'refunded',
  'frozen',
  'cancelled',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const ORDER_KINDS = ['fine', 'sanction_fine', 'confiscation'] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

/** Names of payment providers; each implements the payment port. */
export const PROVIDERS = ['sandbox'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** The headers that prove a provider's notification genuine, in lower case; no others are handed on. */
export const NOTICE_HEADERS: Record<Provider, readonly string[]> = {
  sandbox: ['x-demerit-signature', 'x-demerit-timestamp'],
};

/** Why money goes back. */
export const REFUND_REASONS = [
  'second_payment',
  'wrong_amount',
  'wrong_currency',
  'expired',
  'order_closed',
  'decision_revoked',
  'sanction_revoked',
] as const;
export type RefundReason = (typeof REFUND_REASONS)[number];

/** Where our books, the provider's, and what the provider said do not agree. */
export const DIFFERENCE_KINDS = [
  ...REFUND_REASONS,
  'unknown_payment',
  'wrong_provider',
  'told_differently',
  'missed_notification',
  'not_at_provider',
  'amount_differs',
  'refund_differs',
  'refund_not_taken',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

export const DIFFERENCE_STATUSES = ['open', 'done'] as const;
export type DifferenceStatus = (typeof DIFFERENCE_STATUSES)[number];

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class PaymentBody {
  /** Through whom it is paid. */
  @IsIn(PROVIDERS) provider: Provider;
}
export class DifferencesQuery extends PageQuery {
  /** Only those that are open, or done. */
  @IsOptional() @IsIn(DIFFERENCE_STATUSES) status?: DifferenceStatus;
}
/** An officer closes a difference that was cleared with the provider. */
export class DifferenceDecisionBody {
  /** It was cleared. */
  @IsIn(['done']) decision: 'done';
  /** How it was cleared, in the officer's words. */
  @IsText(1, 500) reason: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class OrderOf extends Query {
  @IsId() orderId: string;
}
export class CreatePayment extends Command {
  @IsId() orderId: string;
  @Nested(() => PaymentBody) body: PaymentBody;
}
/** A provider's notification, byte for byte, with the headers that prove it genuine. */
export class StoreWebhook {
  @IsIn(PROVIDERS) provider: Provider;
  /** Base64 of the raw body. */
  @IsString() @MaxLength(100_000) body: string;
  /** By name, in lower case; texts. */
  @IsObject() headers: Record<string, string>;
}
export class ListDifferences extends Query {
  @Nested(() => DifferencesQuery) page: DifferencesQuery;
}
export class DifferenceOf extends Query {
  @IsId() differenceId: string;
}
export class DecideDifference extends StaffCommand {
  @IsId() differenceId: string;
  @Nested(() => DifferenceDecisionBody) body: DifferenceDecisionBody;
}
/** Violations asks to cancel before it withdraws; idempotent by order, leaves a tombstone for an order not opened yet. */
export class CancelOrder {
  @IsId() orderId: string;
  @IsId() handlingId: string;
}

/** An operator asks what there is of an order; never over HTTP. */
export class ExplainOrder {
  @IsId() orderId: string;
}

// ---- answers -------------------------------------------------------------------------------------------

export class Order {
  /** The order. */
  orderId: string;
  /** A fine of a violation, or what a sanction case ordered. */
  kind: OrderKind;
  /** What was decided, in fen. */
  fineFen: number;
  /** Surcharge of the late days so far, in fen; it stops moving when the order is paid. §6 */
  surchargeFen: number;
  /** `fineFen` + `surchargeFen` in every status. */
  payableFen: number;
  /** Last day on which it is paid without a surcharge (Shanghai). */
  dueOn: string;
  /** How far it has come; frozen ones cannot be paid. §6 */
  status: OrderStatus;
  /** Number of the receipt; absent until it is paid. */
  receiptNumber?: string;
  /** Of a fine: the vehicle's plate, as the register has it now. */
  plateNumber?: string;
  /** Of a fine. */
  decisionNumber?: string;
}
/** As payments answers it: the gateway joins the plate to the vehicle's id, since no message carries plates. */
export type OrderOfVehicle = Order & { vehicleId?: string };
export class Payment {
  /** The payment. */
  paymentId: string;
  /** Where to pay it. */
  payUrl: string;
  /** Amount in fen, fixed from now on. */
  amountFen: number;
  /** Until when it can be paid: 15 minutes from its beginning. */
  expiresAt: string;
}
/** Money that is not where it should be, with what to do about it. */
export class Difference {
  /** The difference. */
  differenceId: string;
  /** What does not agree. */
  kind: DifferenceKind;
  /** Whether somebody still has to do something. */
  status: DifferenceStatus;
  /** Through whom it was paid. */
  provider: string;
  /** The payment. */
  paymentId: string;
  /** The order; absent where the payment is none of ours. */
  orderId?: string;
  /** What our books say, in fen. */
  expectedFen?: number;
  /** What the provider says, in fen. */
  foundFen?: number;
  /** When it was found. */
  foundAt: string;
  /** What to do, in words. */
  nextStep: Wording;
  /** How it was cleared, in the officer's words. */
  reason?: string;
  /** For `If-Match` of the next step; another one as soon as the item changes. */
  etag: string;
}

// ---- events --------------------------------------------------------------------------------------------

/** An order was paid: the points may be recorded, the handling may close. */
export class PaymentSettled {
  @IsId() paymentId: string;
  @IsId() orderId: string;
  /** Of a fine; absent of what a sanction case ordered. */
  @IsOptional() @IsId() handlingId?: string;
  @IsOptional() @IsId() caseId?: string;
  /** The driver's, whoever paid. */
  @IsId() accountId: string;
  @IsId() payerAccountId: string;
  @IsId() licenceId: string;
  @IsFen() amountFen: number;
  /** Of the amount what is no fine; absent in events of versions that did not tell it. */
  @IsOptional() @IsFen() surchargeFen?: number;
  @IsInstant() settledAt: string;
  /** The same instant on the domain clock, by which cycles end; absent in events of versions that did not tell it. */
  @IsOptional() @IsInstant() paidAt?: string;
  @IsString() receiptNumber: string;
  @IsInt() version: number;
}
/** Money went back to the payer. */
export class PaymentRefunded {
  @IsId() paymentId: string;
  @IsId() orderId: string;
  /** The payer's. */
  @IsId() accountId: string;
  @IsFen() amountFen: number;
  @IsIn(REFUND_REASONS) reason: RefundReason;
  /** Of the order: of a fine, or of what a sanction case ordered. */
  @IsOptional() @IsId() handlingId?: string;
  @IsOptional() @IsId() caseId?: string;
  @IsInt() version: number;
}
/** The order's due date is near, there or past (counted by payments alone). */
export class OrderDue {
  @IsId() orderId: string;
  /** Of a fine; absent of what a sanction case ordered. */
  @IsOptional() @IsId() handlingId?: string;
  @IsOptional() @IsId() caseId?: string;
  @IsId() accountId: string;
  @IsId() licenceId: string;
  /** What is to be paid, without surcharge; absent of what was said before it was named. */
  @IsOptional() @IsIn(ORDER_KINDS) kind?: OrderKind;
  @IsOptional() @IsFen() amountFen?: number;
  @IsDay() dueOn: string;
  @IsOptional() @IsInt() lateDays?: number;
  @IsInt() version: number;
}
/** A fine has been unpaid for so long that its points are recorded all the same. */
export class OrderRecordingDue {
  @IsId() orderId: string;
  @IsId() handlingId: string;
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsDay() dueOn: string;
  @IsInt() lateDays: number;
  @IsInt() version: number;
}

export const PAYMENTS_EVENTS = {
  'payment.settled': PaymentSettled,
  'payment.refunded': PaymentRefunded,
  'order.due-soon': OrderDue,
  'order.due': OrderDue,
  'order.overdue': OrderDue,
  'order.recording-due': OrderRecordingDue,
};

export const PAYMENTS_REQUESTS = {
  'payments.explain': ExplainOrder,
  'payments.closing': PaymentsClosing,
  'payments.closing-taken-back': ClosingOf,
  'order.list': ListOfCaller,
  'order.get': OrderOf,
  'order.receipt': OrderOf,
  'order.cancel': CancelOrder,
  'payment.create': CreatePayment,
  'payment.list': ListPayments,
  'payment.get': PaymentOf,
  'payment.cancel': CancelPayment,
  'webhook.store': StoreWebhook,
  'receipt.check': CheckReceipt,
  'difference.list': ListDifferences,
  'difference.get': DifferenceOf,
  'difference.decide': DecideDifference,
  ...DESK_ORDER_REQUESTS,
};

export interface PaymentsReplies extends DeskOrderReplies {
  'payments.explain': PaymentsExplained;
  'payments.closing': ClosingFoundOnPaper;
  'payments.closing-taken-back': Nothing;
  'order.list': Page<OrderOfVehicle>;
  'order.get': OrderOfVehicle;
  'order.receipt': ReceiptOfDriver;
  'order.cancel': { cancelled: true };
  'payment.create': Payment;
  'payment.list': Page<PaymentView>;
  'payment.get': PaymentView;
  'payment.cancel': { cancelled: true };
  'webhook.store': { stored: true };
  'receipt.check': ReceiptCheckOfDriver;
  'difference.list': Page<Difference>;
  'difference.get': Difference;
  'difference.decide': Difference;
}
