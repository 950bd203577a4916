import { IsString, Length, Matches } from 'class-validator';
import type { OrderKind } from './payments';

/** Receipts of paid orders, and whether one is genuine. rules.md §6. */

/** The code printed on a receipt. */
export class ReceiptCheckQuery {
  @IsString() @Length(1, 64) code: string;
}
/** Whether a printed receipt is genuine; asked by anyone. */
export class CheckReceipt {
  @IsString() @Matches(/^R\d{4}-\d{8,10}$/) receiptNumber: string;
  @IsString() @Length(1, 64) code: string;
}
export class Receipt {
  receiptNumber: string;
  orderId: string;
  kind: OrderKind;
  /** Of a fine. */
  decisionNumber?: string;
  /** Of a fine or confiscation for point trading. */
  caseId?: string;
  fineFen: number;
  surchargeFen: number;
  paidFen: number;
  paidAt: string;
  /** Whether the money went back since: the decision was revoked. */
  refunded: boolean;
  /** Proves the receipt genuine at `/v1/receipts/{number}?code=`. */
  code: string;
}
/** What is said of a receipt to anyone who holds it. A number without its code gets the same answer as one that does not exist. */
export class ReceiptCheck {
  genuine: boolean;
  receiptNumber?: string;
  paidFen?: number;
  paidAt?: string;
  refunded?: boolean;
}
