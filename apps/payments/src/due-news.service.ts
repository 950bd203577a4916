import { addDays, Policy, shanghaiDay, type Events } from '@demerit/contracts';
import { Outbox, Transactions } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { isOpened, latenessNews, toldOf } from './orders.rules';
import { OrdersStore } from './orders.store';
import { lateDays } from './surcharge.rules';

const BATCH = 200;

/** Payments alone counts late days: it tells when an order is overdue, and when its points are to be recorded unpaid. rules.md §6. */
@Injectable()
export class LatenessService {
  constructor(
    private readonly orders: OrdersStore,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
    private readonly policy: Policy,
  ) {}

  async tell(): Promise<void> {
    for (;;) {
      const now = this.clock.now();
      const today = shanghaiDay(now);
      const recordingDueFrom = addDays(today, -this.policy.recordUnpaidAfterDays);
      const late = await this.orders.late(today, BATCH, recordingDueFrom);
      for (const { _id } of late) {
        await this.transactions.run((session) => this.tellOne(_id, now, session));
      }
      if (late.length < BATCH) return;
    }
  }

  private async tellOne(orderId: string, now: Date, session: ClientSession): Promise<void> {
    const order = await this.orders.find(orderId, session);
    if (!order || !isOpened(order)) return;
    const news = latenessNews(order, this.policy, now);
    if (news.length === 0) return;
    const told = toldOf(order, news);
    await this.orders.save(told, session);
    const { accountId, licenceId } = order.facts;
    const { handlingId, dueOn } = order;
    const payload = {
      orderId,
      handlingId,
      accountId,
      licenceId,
      dueOn,
      lateDays: lateDays(dueOn, shanghaiDay(now)),
      version: told.version,
    };
    await this.outbox.add(
      session,
      news.map((type) => ({ type, key: orderId, seq: told.version, payload })),
    );
  }
}
