import { refuse, type FindOrder, type OrderWithPayments } from '@demerit/contracts';
import { AuditStore } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { OrderingService } from '../orders/ordering.service';
import { OrdersStore } from '../orders/orders.store';
import type { OpenedOrder } from '../orders/orders.types';
import { PaymentsStore } from '../paying/payments.store';
import { deskPayment } from './desk.view';

const PAYMENTS_SHOWN = 100;

/** Orders as officers find them by a number; each look-up leaves one row, of the order found. rules.md §3.desk */
@Injectable()
export class DeskService {
  constructor(
    private readonly ordering: OrderingService,
    private readonly orders: OrdersStore,
    private readonly payments: PaymentsStore,
    private readonly audit: AuditStore,
  ) {}

  async find({ caller, orderId, receiptNumber }: FindOrder): Promise<OrderWithPayments> {
    const order =
      receiptNumber === undefined
        ? await this.ordering.opened(orderId ?? '')
        : await this.ofReceipt(receiptNumber);
    const { accountId: actor } = caller;
    await this.audit.add({ actor, act: 'order.read', subject: order._id });
    return this.withPayments(order);
  }

  /** The rest of what violations found and wrote down. */
  async ofCase(orderId: string): Promise<OrderWithPayments> {
    return this.withPayments(await this.ordering.opened(orderId));
  }

  private async ofReceipt(receiptNumber: string): Promise<OpenedOrder> {
    const order = await this.orders.findByReceipt(receiptNumber);
    if (order === null) throw refuse('ORDER_NOT_FOUND');
    return order;
  }

  private async withPayments(order: OpenedOrder): Promise<OrderWithPayments> {
    const payments = await this.payments.newestOfOrder(order._id, PAYMENTS_SHOWN);
    const realNow = new Date();
    const { handlingId, caseId } = order;
    return {
      order: this.ordering.view(order),
      accountId: order.facts.accountId,
      ...(handlingId !== undefined && { handlingId }),
      ...(caseId !== undefined && { caseId }),
      payments: payments.map((payment) => deskPayment(payment, realNow)),
    };
  }
}
