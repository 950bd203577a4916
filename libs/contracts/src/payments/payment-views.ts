import { Command, Query } from '../fields/commands';
import { IsId } from '../fields/ids';
import { ListOfCaller } from '../fields/pages';

/** Payments as who began them reads and cancels them. rules.md §6. */

/** What becomes of a payment, as who began it sees it: `settled` also where the money goes back, `closed` when it was cancelled or another took its place. */
export type PaymentViewStatus = 'open' | 'settled' | 'failed' | 'closed' | 'expired';

/** The caller's payments of an order. */
export class ListPayments extends ListOfCaller {
  @IsId() orderId: string;
}
export class PaymentOf extends Query {
  @IsId() paymentId: string;
}
export class CancelPayment extends Command {
  @IsId() paymentId: string;
}
/** A payment as who began it sees it. */
export class PaymentView {
  /** The payment. */
  paymentId: string;
  /** What became of it. */
  status: PaymentViewStatus;
  /** Where to pay it; while it is open. */
  payUrl?: string;
  /** Amount in fen, fixed when it was begun. */
  amountFen: number;
  /** Until when it can be paid: 15 minutes from its beginning. */
  expiresAt: string;
}
