import { IsIn, IsInt, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import {
  Command,
  IsDay,
  IsFen,
  IsId,
  IsInstant,
  Nested,
  Query,
  type Page,
  ListOfCaller,
} from './fields';

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

/** Names of payment providers; each implements the payment port. */
export const PROVIDERS = ['sandbox'] as const;
export type Provider = (typeof PROVIDERS)[number];

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class PaymentBody {
  @IsIn(PROVIDERS) provider: Provider;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class OrderOf extends Query {
  @IsId() orderId: string;
}
export class CreatePayment extends Command {
  @IsId() orderId: string;
  @Nested(() => PaymentBody) body: PaymentBody;
}
/** A provider's notification, byte for byte; the signature is over timestamp and body. */
export class StoreWebhook {
  @IsIn(PROVIDERS) provider: Provider;
  /** Base64 of the raw body. */
  @IsString() @MaxLength(100_000) body: string;
  @IsString() @Length(1, 500) signature: string;
  @IsString() @Length(1, 40) timestamp: string;
}
/** Violations asks to cancel before it withdraws; idempotent by order, leaves a tombstone for an order not opened yet. */
export class CancelOrder {
  @IsId() orderId: string;
  @IsId() handlingId: string;
}

// ---- answers -------------------------------------------------------------------------------------------

export class Order {
  orderId: string;
  kind: 'fine' | 'sanction_fine' | 'confiscation';
  fineFen: number;
  surchargeFen: number;
  /** `fineFen` + `surchargeFen` in every status. */
  payableFen: number;
  dueOn: string;
  status: OrderStatus;
  receiptNumber?: string;
}
export class Payment {
  paymentId: string;
  payUrl: string;
  amountFen: number;
  expiresAt: string;
}
export class Receipt {
  receiptNumber: string;
  orderId: string;
  decisionNumber: string;
  fineFen: number;
  surchargeFen: number;
  paidFen: number;
  paidAt: string;
  /** Proves the receipt genuine at `/v1/receipts/{number}?code=`. */
  code: string;
}

// ---- events --------------------------------------------------------------------------------------------

/** An order was paid: the points may be recorded, the handling may close. */
export class PaymentSettled {
  @IsId() paymentId: string;
  @IsId() orderId: string;
  @IsId() handlingId: string;
  /** The driver's, whoever paid. */
  @IsId() accountId: string;
  @IsId() payerAccountId: string;
  @IsId() licenceId: string;
  @IsFen() amountFen: number;
  @IsInstant() settledAt: string;
  @IsString() receiptNumber: string;
  @IsInt() version: number;
}
/** Money went back: a second payment of one order, a wrong amount, or one that came too late. */
export class PaymentRefunded {
  @IsId() paymentId: string;
  @IsId() orderId: string;
  @IsId() accountId: string;
  @IsFen() amountFen: number;
  @IsIn(['second_payment', 'wrong_amount', 'expired', 'order_closed']) reason:
    'second_payment' | 'wrong_amount' | 'expired' | 'order_closed';
  @IsInt() version: number;
}
/** The order's due date is near or past (counted by payments alone). */
export class OrderDue {
  @IsId() orderId: string;
  @IsId() handlingId: string;
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsDay() dueOn: string;
  @IsOptional() @IsInt() lateDays?: number;
  @IsInt() version: number;
}

export const PAYMENTS_EVENTS = {
  'payment.settled': PaymentSettled,
  'payment.refunded': PaymentRefunded,
  'order.overdue': OrderDue,
  'order.recording-due': OrderDue,
};

export const PAYMENTS_REQUESTS = {
  'order.list': ListOfCaller,
  'order.get': OrderOf,
  'order.receipt': OrderOf,
  'order.cancel': CancelOrder,
  'payment.create': CreatePayment,
  'webhook.store': StoreWebhook,
};

export interface PaymentsReplies {
  'order.list': Page<Order>;
  'order.get': Order;
  'order.receipt': Receipt;
  'order.cancel': { cancelled: true };
  'payment.create': Payment;
  'webhook.store': { stored: true };
}
