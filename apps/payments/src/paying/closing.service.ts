import {
  accepted,
  refuse,
  shanghaiDay,
  type CancelOrder,
  type DecisionRevoked,
  type HandlingEnded,
  type SanctionRevoked,
} from '@demerit/contracts';
import { Inbox, Transactions, type MessageContext } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { cancel, revoke, tombstone } from '../orders/orders.rules';
import type { OrderDocument } from '../orders/orders.types';
import { OrdersStore } from '../orders/orders.store';
import { PaymentsStore } from './payments.store';
import { giveBack, revocationOf } from './settlement.rules';

type Tombstone = Parameters<typeof tombstone>[0];

/** Orders that end without being paid: withdrawn with their handling, or their decision or sanction revoked. rules.md §3, §5, §6. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly orders: OrdersStore,
    private readonly payments: PaymentsStore,
    private readonly transactions: Transactions,
    private readonly inbox: Inbox,
    private readonly clock: DomainClock,
  ) {}

  /** Idempotent; an order that is not opened yet leaves a tombstone, so that it never opens. */
  async cancel({ orderId, handlingId }: CancelOrder): Promise<{ cancelled: true }> {
    await this.transactions.run((session) => this.cancelIn(orderId, handlingId, session));
    return { cancelled: true };
  }

  async withdrawn({ orderId, handlingId }: HandlingEnded, context: MessageContext): Promise<void> {
    await this.inbox.processTogether(context, async (session) => {
      if (orderId !== null) await this.cancelIn(orderId, handlingId, session);
    });
  }

  async decisionRevoked(event: DecisionRevoked, context: MessageContext): Promise<void> {
    const { orderId, handlingId, at } = event;
    await this.inbox.processTogether(context, async (session) => {
      if (orderId === null) return;
      await this.revokeIn({ _id: orderId, kind: 'fine', handlingId }, at, session);
    });
  }

  async sanctionRevoked(event: SanctionRevoked, context: MessageContext): Promise<void> {
    const { caseId, fineOrderId, confiscationOrderId, at } = event;
    await this.inbox.processTogether(context, async (session) => {
      if (fineOrderId !== undefined) {
        await this.revokeIn({ _id: fineOrderId, kind: 'sanction_fine', caseId }, at, session);
      }
      if (confiscationOrderId !== undefined) {
        const order = { _id: confiscationOrderId, kind: 'confiscation', caseId } as const;
        await this.revokeIn(order, at, session);
      }
    });
  }

  private async cancelIn(
    orderId: string,
    handlingId: string,
    session: ClientSession,
  ): Promise<void> {
    const order = await this.orders.find(orderId, session);
    if (order && order.handlingId !== handlingId) throw refuse('ORDER_NOT_FOUND');
    const on = shanghaiDay(this.clock.now());
    const next = order
      ? accepted(cancel(order, new Date(), on))
      : tombstone({ _id: orderId, kind: 'fine', handlingId }, { on, because: 'withdrawn' });
    if (next !== order) await this.orders.save(next, session);
  }

  private async revokeIn(named: Tombstone, at: string, session: ClientSession): Promise<void> {
    const order = await this.orders.find(named._id, session);
    const on = shanghaiDay(new Date(at));
    const next = order ? revoke(order, on) : tombstone(named, { on, because: 'revoked' });
    if (next === order) return;
    await this.orders.save(next, session);
    if (next.paid) await this.payBack(next, next.paid.paymentId, session);
  }

  private async payBack(
    order: OrderDocument,
    paymentId: string,
    session: ClientSession,
  ): Promise<void> {
    const payment = await this.payments.find(paymentId, session);
    const { received } = payment ?? {};
    if (payment?.status !== 'settled' || !received) {
      throw new Error(`order ${order._id} is paid with ${paymentId}, which is not settled`);
    }
    const back = giveBack({ ...payment, received }, revocationOf(order), new Date());
    await this.payments.save(back, session);
  }
}
