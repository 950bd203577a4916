import { IsString, Matches } from 'class-validator';
import { Query } from '../fields/commands';
import { IsId } from '../fields/ids';
import { IsOptional } from '../fields/optional';
import type { PaymentViewStatus } from './payment-views';
import type { OrderOfVehicle, RefundReason } from './payments';

/** Orders as an officer finds them at the desk. rules.md §6. */

/** By one of both. */
export class DeskOrderQuery {
  /** The order. */
  @IsOptional() @IsId() orderId?: string;
  /** Number of its receipt. */
  @IsOptional()
  @IsString()
  @Matches(/^R\d{4}-\d{8,10}$/)
  receiptNumber?: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class FindOrder extends Query {
  @IsOptional() @IsId() orderId?: string;
  @IsOptional()
  @IsString()
  @Matches(/^R\d{4}-\d{8,10}$/)
  receiptNumber?: string;
}
/** The gateway asks for the order of a case that another service found and wrote down. */
export class OrderOfCase {
  @IsId() orderId: string;
}

// ---- answers -------------------------------------------------------------------------------------------

/** An attempt to pay, for an officer. */
export class DeskPayment {
  /** The payment. */
  paymentId: string;
  /** What became of it. */
  status: PaymentViewStatus;
  /** Name of the payment provider. */
  provider: string;
  /** What is to be paid, in fen. */
  amountFen: number;
  /** Until when it can be paid. */
  expiresAt: string;
  /** Who began it. */
  payerAccountId?: string;
  /** The payer's, whole. */
  payerName?: string;
  /** When the provider settled it. */
  settledAt?: string;
  /** Why the money goes back, or went. */
  refundReason?: RefundReason | 'unknown_payment';
}
/** All that payments keeps of a case. */
export interface OrderWithPayments {
  order: OrderOfVehicle;
  /** Whom it is against. */
  accountId: string;
  handlingId?: string;
  caseId?: string;
  /** The newest 100, newest first. */
  payments: DeskPayment[];
}

export const DESK_ORDER_REQUESTS = {
  'order.find': FindOrder,
  'order.of-case': OrderOfCase,
};

export interface DeskOrderReplies {
  /** Written down, with the order as its subject. */
  'order.find': OrderWithPayments;
  'order.of-case': OrderWithPayments;
}
