import type { Events } from '@demerit/contracts';
import { crashPoint, Outbox, Transactions } from '@demerit/messaging';
import { workThrough } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { notePaidBack } from '../orders/orders.rules';
import { OrdersStore } from '../orders/orders.store';
import type { OrderDocument } from '../orders/orders.types';
import { PaymentsStore } from './payments.store';
import { Providers } from '../providers/providers';
import { DifferencesService } from '../differences/differences.service';
import { ended, isRefundToBeShown, putOffRefund } from './settlement.rules';
import type { PaymentDocument } from './payments.types';

/** Gives back what must go back; the refund id, made of the payment's, makes repeating safe. rules.md §6. */
@Injectable()
export class RefundingService {
  private readonly logger = new Logger(RefundingService.name);

  constructor(
    private readonly orders: OrdersStore,
    private readonly payments: PaymentsStore,
    private readonly differences: DifferencesService,
    private readonly providers: Providers,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
  ) {}

  async refundDue(): Promise<void> {
    await workThrough(this.payments.refundDue(new Date()), (payment) => this.refund(payment));
  }

  private async refund({ _id, provider, received }: PaymentDocument): Promise<void> {
    try {
      if (!received) throw new Error(`no money came with ${_id}, so none can go back`);
      await this.providers.of(provider).refund(_id, `ref_${_id}`, received.amountFen);
    } catch (error) {
      this.logger.warn({ msg: 'refund not taken, will be repeated', paymentId: _id, err: error });
      await this.transactions.run((session) => this.putOff(_id, session));
      return;
    }
    crashPoint('refund:after-provider');
    await this.transactions.run((session) => this.noteRefund(_id, session));
  }

  private async putOff(paymentId: string, session: ClientSession): Promise<void> {
    const payment = await this.payments.find(paymentId, session);
    if (payment?.status !== 'refunding') return;
    const later = putOffRefund(payment, new Date());
    await this.payments.save(later, session);
    if (!isRefundToBeShown(later)) return;
    const { provider, orderId, received } = later;
    await this.differences.note(
      {
        kind: 'refund_not_taken',
        provider,
        paymentId,
        ...(received && { expectedFen: received.amountFen }),
        ...(orderId !== undefined && { orderId }),
      },
      session,
    );
  }

  private async noteRefund(paymentId: string, session: ClientSession): Promise<void> {
    const payment = await this.payments.find(paymentId, session);
    if (payment?.status !== 'refunding' || !payment.refund || !payment.received) return;
    const refunded = await this.payments.save(ended(payment, 'refunded'), session);
    await this.differences.refunded(paymentId, session);
    const { orderId, payerAccountId: accountId, received, refund } = payment;
    if (orderId === undefined || accountId === undefined || refund.reason === 'unknown_payment') {
      return;
    }
    const order = await this.orders.find(orderId, session);
    if (order) await this.noteAtOrder(order, refund.reason, session);
    const { handlingId, caseId } = order ?? {};
    const behind = { ...(handlingId && { handlingId }), ...(caseId && { caseId }) };
    const { amountFen } = received;
    const { reason } = refund;
    const { version } = refunded;
    await this.outbox.add(session, {
      type: 'payment.refunded',
      key: paymentId,
      seq: version,
      payload: { paymentId, orderId, ...behind, accountId, amountFen, reason, version },
    });
  }

  /** Only the money that paid it, or would have, makes an order refunded. */
  private async noteAtOrder(
    order: OrderDocument,
    reason: string,
    session: ClientSession,
  ): Promise<void> {
    if (reason !== 'decision_revoked' && reason !== 'sanction_revoked') return;
    const next = notePaidBack(order);
    if (next !== order) await this.orders.save(next, session);
  }
}
