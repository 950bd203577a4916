import { IsString, Length, Matches } from 'class-validator';
import type { OrderKind } from './payments';

/** Receipts of paid orders, and whether one is genuine. rules.md §6. */

/** The code printed on a receipt. */
export class ReceiptCheckQuery {
  /** The code that is printed on the receipt. */
  @IsString() @Length(1, 64) code: string;
}
/** Whether a printed receipt is genuine; asked by anyone. */
export class CheckReceipt {
  @IsString() @Matches(/^R\d{4}-\d{8,10}$/) receiptNumber: string;
  @IsString() @Length(1, 64) code: string;
}
export class Receipt {
  /** Number that stands on the receipt. */
  receiptNumber: string;
  /** The order that was paid. */
  orderId: string;
  /** What was paid. */
  kind: OrderKind;
  /** Of a fine. */
  decisionNumber?: string;
  /** Of a fine: the violation's. */
  noticeNumber?: string;
  /** Of a fine: on the violation. */
  plateNumber?: string;
  /** Of whom the order is against, whole, on their own copy and the officer's. */
  name?: string;
  /** The same, on the copy of anybody else who paid. */
  nameMasked?: string;
  /** Of a fine or confiscation for point trading. */
  caseId?: string;
  /** What was decided, in fen. */
  fineFen: number;
  /** Surcharge of the late days, in fen. */
  surchargeFen: number;
  /** What was paid, in fen. */
  paidFen: number;
  /** When it was paid. */
  paidAt: string;
  /** Whether the money went back since: the decision was revoked. */
  refunded: boolean;
  /** Proves the receipt genuine at `/v1/receipts/{number}?code=`. */
  code: string;
}
/** What is said of a receipt to anyone who holds it. A number without its code gets the same answer as one that does not exist. */
export class ReceiptCheck {
  /** Whether number and code belong together. */
  genuine: boolean;
  /** As it was asked; only of a genuine one, like all that follows. */
  receiptNumber?: string;
  /** What was paid, in fen. */
  paidFen?: number;
  /** When it was paid. */
  paidAt?: string;
  /** Whether the money went back since. */
  refunded?: boolean;
  /** Of whom the order is against. */
  nameMasked?: string;
}
/** As payments answers them: the gateway joins what other services know, which no message of payments carries. */
export type ReceiptOfDriver = Omit<
  Receipt,
  'noticeNumber' | 'plateNumber' | 'name' | 'nameMasked'
> & { accountId: string };
export type ReceiptCheckOfDriver = Omit<ReceiptCheck, 'nameMasked'> & { accountId?: string };
