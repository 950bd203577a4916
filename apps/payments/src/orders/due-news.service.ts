import { Policy, shanghaiDay, type Events } from '@demerit/contracts';
import { Outbox, Transactions, type OutboxEntry } from '@demerit/messaging';
import { DomainClock, workThrough } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { dueNews, withAnnounced } from './due-news.rules';
import { isOpened } from './orders.rules';
import type { DueNews, OpenedOrder } from './orders.types';
import { OrdersStore } from './orders.store';
import { lateDays } from './surcharge.rules';

/** Payments alone counts due and late days: it announces when a fine is due, overdue, and when its points are to be recorded unpaid. rules.md §6. */
@Injectable()
export class DueNewsService {
  constructor(
    private readonly orders: OrdersStore,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
    private readonly policy: Policy,
  ) {}

  async tell(): Promise<void> {
    const due = this.orders.withDueNews(this.today(), this.policy.recordUnpaidAfterDays);
    await workThrough(due, ({ _id }) =>
      this.transactions.run((session) => this.tellOne(_id, session)),
    );
  }

  private async tellOne(orderId: string, session: ClientSession): Promise<void> {
    const today = this.today();
    const order = await this.orders.find(orderId, session);
    if (!order || !isOpened(order)) return;
    const news = dueNews(order, this.policy, today);
    if (news.length === 0) return;
    const saved = await this.orders.save(withAnnounced(order, news), session);
    await this.outbox.add(
      session,
      news.flatMap((type) => entryOf(type, saved, today)),
    );
  }

  private today(): string {
    return shanghaiDay(this.clock.now());
  }
}

function entryOf(type: DueNews, order: OpenedOrder, today: string): OutboxEntry<Events>[] {
  const { _id: orderId, handlingId, caseId, kind, dueOn, version } = order;
  const { accountId, licenceId, fineFen: amountFen } = order.facts;
  const about = { orderId, accountId, licenceId, dueOn, version };
  const key = orderId;
  const days = lateDays(dueOn, today);
  if (type === 'order.recording-due') {
    if (handlingId === undefined) return [];
    return [{ type, key, seq: version, payload: { ...about, handlingId, lateDays: days } }];
  }
  const behind = { ...(handlingId && { handlingId }), ...(caseId && { caseId }) };
  const late = days > 0 && { lateDays: days };
  return [{ type, key, seq: version, payload: { ...about, ...behind, kind, amountFen, ...late } }];
}
