import { accepted, shanghaiDay, type Events, type StoreWebhook } from '@demerit/contracts';
import { Outbox, Transactions } from '@demerit/messaging';
import { DomainClock, workThrough } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import { Burst } from '../jobs/burst';
import { takeNotification } from '../notifications/notifications.rules';
import { NotificationsStore } from '../notifications/notifications.store';
import { OrdersStore } from '../orders/orders.store';
import type { OrderDocument } from '../orders/orders.types';
import { PaymentsStore } from './payments.store';
import type { Settlement } from '../providers/provider.types';
import { Providers } from '../providers/providers';
import { DifferencesService } from '../differences/differences.service';
import { settle, unknownPayment, verdictOn, type Verdict } from './settlement.rules';
import type { PaymentDocument } from './payments.types';

/** What the provider says becomes what is so: stored first, applied once, and money that is not right goes back. rules.md §6. */
@Injectable()
export class SettlingService {
  private readonly logger = new Logger(SettlingService.name);
  private applying: Promise<void> | undefined;
  private again = false;
  private readonly burst = new Burst();

  constructor(
    private readonly notifications: NotificationsStore,
    private readonly orders: OrdersStore,
    private readonly payments: PaymentsStore,
    private readonly differences: DifferencesService,
    private readonly providers: Providers,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
  ) {}

  /** Verified, stored, answered; applied right after, or after the burst it came in, or by the job. */
  async store({ provider, body, headers }: StoreWebhook): Promise<{ stored: true }> {
    const realNow = new Date();
    const bytes = Buffer.from(body, 'base64');
    const verified = this.providers.of(provider).verify({ body: bytes, headers }, realNow);
    const { eventId, ...settlement } = accepted(takeNotification(verified));
    const content = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
    const _id = `${provider}:${eventId}:${content}`;
    const row = { _id, ...settlement, receivedAt: realNow, appliedAt: null };
    await this.burst.during(() => this.notifications.storeOnce(row));
    void this.applyWaiting();
    return { stored: true };
  }

  /** Once at a time in a process; what arrives meanwhile is applied by the same run. */
  async applyWaiting(): Promise<void> {
    this.again = true;
    this.applying ??= this.applyAll().finally(() => {
      this.applying = undefined;
    });
    await this.applying;
  }

  /** Applies what the provider answered, as if it had been a notification. */
  async settleAsked(settlement: Settlement): Promise<Verdict['kind']> {
    return this.transactions.run((session) => this.settle(settlement, session));
  }

  /** Applies what the provider lists, as if it had been a notification; that none had come is shown to staff, in the same transaction. */
  async settleListed(settlement: Settlement): Promise<void> {
    await this.transactions.run(async (session) => {
      const payment = await this.payments.find(settlement.paymentId, session);
      await this.settle(settlement, session);
      if (!payment || payment.received) return;
      await this.differ('missed_notification', payment, settlement, session);
    });
  }

  private async applyAll(): Promise<void> {
    try {
      while (this.again) {
        this.again = false;
        await workThrough(this.notifications.waiting(), async ({ _id }) => {
          await this.burst.over();
          await this.apply(_id);
        });
      }
    } catch (error) {
      this.logger.warn({ msg: 'notifications will be applied later', err: error });
    }
  }

  private async apply(notificationId: string): Promise<void> {
    await this.transactions.runTogether(async (session) => {
      const notification = await this.notifications.find(notificationId, session);
      if (!notification || notification.appliedAt) return;
      await this.settle(notification, session);
      await this.notifications.markApplied(notification, new Date(), session);
    });
  }

  private async settle(settlement: Settlement, session: ClientSession): Promise<Verdict['kind']> {
    const { paymentId } = settlement;
    const payment = await this.payments.find(paymentId, session);
    if (!payment) return this.settleUnknown(settlement, session);
    const order =
      payment.orderId === undefined ? null : await this.orders.find(payment.orderId, session);
    const before = { payment, order: order ?? undefined };
    const verdict = verdictOn(payment, before.order, settlement);
    const receiptNumber =
      verdict.kind === 'pay' ? await this.nextReceiptNumber(settlement.settledAt) : '';
    const after = settle(verdict, before, settlement, receiptNumber, new Date());
    if (after.payment !== payment) await this.payments.save(after.payment, session);
    const saved =
      after.order && after.order !== order
        ? await this.orders.save(after.order, session)
        : after.order;
    if (verdict.kind === 'refund') await this.differ(verdict.reason, payment, settlement, session);
    if (verdict.kind === 'show')
      await this.differ(verdict.difference, payment, settlement, session);
    if (verdict.kind === 'pay') await this.tell(saved, session);
    return verdict.kind;
  }

  /** Not in the session: where the transaction runs again a number is a gap, never a double. The year is that of the payment in Shanghai. */
  private async nextReceiptNumber(settledAt: Date): Promise<string> {
    return this.orders.nextReceiptNumber(shanghaiDay(settledAt).slice(0, 4));
  }

  private async settleUnknown(
    settlement: Settlement,
    session: ClientSession,
  ): Promise<Verdict['kind']> {
    if (settlement.status === 'failed') return 'ignore';
    const { provider, paymentId, amountFen: foundFen } = settlement;
    await this.payments.save(unknownPayment(settlement, new Date()), session);
    const difference = { kind: 'unknown_payment', provider, paymentId, foundFen } as const;
    await this.differences.note(difference, session);
    return 'refund';
  }

  private async tell(order: OrderDocument | undefined, session: ClientSession): Promise<void> {
    if (!order?.paid || !order.facts) throw new Error('an order that was just paid is not');
    const { _id: orderId, handlingId, caseId, version, paid } = order;
    const { accountId, licenceId } = order.facts;
    const { paymentId, payerAccountId, receiptNumber, amountFen, at } = paid;
    await this.outbox.add(session, {
      type: 'payment.settled',
      key: orderId,
      seq: version,
      payload: {
        paymentId,
        orderId,
        ...(handlingId !== undefined && { handlingId }),
        ...(caseId !== undefined && { caseId }),
        accountId,
        payerAccountId,
        licenceId,
        amountFen,
        surchargeFen: amountFen - order.facts.fineFen,
        settledAt: at.toISOString(),
        paidAt: this.clock.at(at).toISOString(),
        receiptNumber,
        version,
      },
    });
  }

  private async differ(
    kind: Parameters<DifferencesService['note']>[0]['kind'],
    { _id: paymentId, orderId, amountFen: expectedFen }: PaymentDocument,
    { provider, amountFen: foundFen }: Settlement,
    session: ClientSession,
  ): Promise<void> {
    const found = { kind, provider, paymentId, expectedFen, foundFen };
    await this.differences.note({ ...found, ...(orderId !== undefined && { orderId }) }, session);
  }
}
