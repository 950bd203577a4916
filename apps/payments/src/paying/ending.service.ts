import { accepted, refuse, type CancelPayment } from '@demerit/contracts';
import { crashPoint, Transactions } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { stopPaying } from '../orders/orders.rules';
import { OrdersStore } from '../orders/orders.store';
import { Providers } from '../providers/providers';
import { checkUnpaid, isUnderWay } from './ending.rules';
import { PaymentsStore } from './payments.store';
import type { PaymentDocument } from './payments.types';
import { ended } from './settlement.rules';
import { SettlingService } from './settling.service';

/** Payments that end without being paid: closed at the provider first, then written; whatever a crash leaves between is found so when it is closed or asked about again. */
@Injectable()
export class EndingService {
  constructor(
    private readonly orders: OrdersStore,
    private readonly payments: PaymentsStore,
    private readonly settling: SettlingService,
    private readonly providers: Providers,
    private readonly transactions: Transactions,
  ) {}

  /** By who began it; to anybody else there is no such payment. */
  async cancel({ caller, paymentId }: CancelPayment): Promise<{ cancelled: true }> {
    const payment = await this.payments.find(paymentId);
    if (payment?.payerAccountId !== caller.accountId) throw refuse('PAYMENT_NOT_FOUND');
    accepted(checkUnpaid(payment));
    if (isUnderWay(payment)) await this.close(payment);
    return { cancelled: true };
  }

  /** Refuses where somebody paid it before, which then counts; one that failed before is as good as closed. */
  async close({ _id, provider }: PaymentDocument): Promise<void> {
    const state = await this.providers.of(provider).close(_id);
    crashPoint('payment-close:after-provider');
    if (state.status === 'closed') await this.giveUp(_id, 'closed');
    else await this.settling.settleAsked(state);
    accepted(checkUnpaid(state));
  }

  /** A payment that came to nothing; its order may be paid again. */
  async giveUp(paymentId: string, status: 'closed' | 'failed' | 'expired'): Promise<void> {
    await this.transactions.run(async (session) => {
      const payment = await this.payments.find(paymentId, session);
      if (!payment || !isUnderWay(payment)) return;
      await this.payments.save(ended(payment, status), session);
      const { orderId } = payment;
      const order = orderId === undefined ? null : await this.orders.find(orderId, session);
      const next = order && stopPaying(order, paymentId);
      if (next && next !== order) await this.orders.save(next, session);
    });
  }
}
