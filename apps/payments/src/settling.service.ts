import { refuse, type Events, type StoreWebhook } from '@demerit/contracts';
import { Outbox, Transactions } from '@demerit/messaging';
import { newId } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { NotificationsStore } from './notifications.store';
import { isOpened, pay, stopPaying, type OpenedOrder, type OrderRecord } from './orders.rules';
import { OrdersStore } from './orders.store';
import { ended, PayingService } from './paying.service';
import { PaymentsStore } from './payments.store';
import { SandboxProvider } from './sandbox.provider';
import { verdictOn, type PaymentRecord, type Settlement } from './settlement.rules';

const ASK_AGAIN_MS = 30_000;
const BATCH = 50;

/** What the provider says becomes what is so: stored first, applied once, and money that is not right goes back. rules.md §6. */
@Injectable()
export class SettlingService {
  private readonly logger = new Logger(SettlingService.name);

  constructor(
    private readonly notifications: NotificationsStore,
    private readonly orders: OrdersStore,
    private readonly payments: PaymentsStore,
    private readonly paying: PayingService,
    private readonly provider: SandboxProvider,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
  ) {}

  /** Verified, stored, answered; applied right after, or by the job. */
  async store({ provider, body, signature, timestamp }: StoreWebhook): Promise<{ stored: true }> {
    const realNow = new Date();
    const signed = { body: Buffer.from(body, 'base64'), signature, timestamp };
    const verified = this.provider.verify(signed, realNow);
    if (!verified) throw refuse('WEBHOOK_SIGNATURE_INVALID');
    const { eventId, ...settlement } = verified;
    const _id = `${provider}:${eventId}`;
    await this.notifications.keep({ _id, ...settlement, receivedAt: realNow, appliedAt: null });
    void this.apply(_id).catch((error: unknown) => {
      this.logger.warn({
        msg: 'notification will be applied by the job',
        notification: _id,
        err: error,
      });
    });
    return { stored: true };
  }

  async applyWaiting(): Promise<void> {
    await this.each(await this.notifications.waiting(BATCH), ({ _id }) => this.apply(_id));
  }

  /** Payments of which nothing was heard: those begun and never opened are given up, the others asked about. */
  async askAboutSilent(): Promise<void> {
    await this.each(await this.payments.toAsk(new Date(), BATCH), (payment) =>
      payment.status === 'creating' ? this.paying.giveUp(payment._id, 'failed') : this.ask(payment),
    );
  }

  /** Gives back what must go back; the refund id makes repeating safe. */
  async refundDue(): Promise<void> {
    await this.each(await this.payments.refunding(BATCH), async ({ _id, refund }) => {
      if (!refund) return;
      await this.provider.refund(_id, `ref_${_id}`, refund.amountFen);
      await this.transactions.run((session) => this.noteRefund(_id, session));
    });
  }

  /** One that cannot be done now does not keep the others waiting; the next run tries it again. */
  private async each<T extends { _id: string }>(
    rows: T[],
    work: (row: T) => Promise<void>,
  ): Promise<void> {
    for (const row of rows) {
      await work(row).catch((error: unknown) => {
        this.logger.warn({ msg: 'will be tried again', id: row._id, err: error });
      });
    }
  }

  private async ask(payment: PaymentRecord): Promise<void> {
    const state = await this.provider.query(payment._id);
    if (state.status !== 'pending') {
      await this.transactions.run((session) => this.settle(state, session));
    } else if (payment.expiresAt <= new Date()) {
      await this.paying.giveUp(payment._id, 'expired');
    } else {
      await this.transactions.run((session) => this.askLater(payment._id, session));
    }
  }

  private async askLater(paymentId: string, session: ClientSession): Promise<void> {
    const payment = await this.payments.find(paymentId, session);
    if (payment?.status !== 'open') return;
    const askAt = new Date(Math.min(Date.now() + ASK_AGAIN_MS, payment.expiresAt.getTime()));
    await this.payments.save({ ...payment, askAt, version: payment.version + 1 }, session);
  }

  private async apply(notificationId: string): Promise<void> {
    await this.transactions.run(async (session) => {
      const notification = await this.notifications.find(notificationId, session);
      if (!notification || notification.appliedAt) return;
      await this.settle(notification, session);
      await this.notifications.markApplied(notificationId, new Date(), session);
    });
  }

  private async settle(settlement: Settlement, session: ClientSession): Promise<void> {
    const { paymentId, amountFen, status } = settlement;
    const payment = await this.payments.find(paymentId, session);
    const order = payment && (await this.orders.find(payment.orderId, session));
    if (!payment || !order) {
      if (status === 'succeeded') await this.noteDifference(settlement, 'unknown_payment', session);
      return;
    }
    const verdict = verdictOn(payment, order, settlement);
    if (verdict.kind === 'fail') {
      await this.payments.save(ended(payment, 'failed'), session);
      await this.saveChanged(order, stopPaying(order, paymentId), session);
    } else if (verdict.kind === 'refund') {
      const refund = { amountFen, reason: verdict.reason };
      await this.payments.save({ ...ended(payment, 'refunding'), refund }, session);
      await this.saveChanged(order, stopPaying(order, paymentId), session);
      await this.noteDifference(settlement, verdict.reason, session, payment.amountFen);
    } else if (verdict.kind === 'pay' && isOpened(order)) {
      await this.settlePaid(payment, order, settlement, session);
    }
  }

  private async settlePaid(
    payment: PaymentRecord,
    order: OpenedOrder,
    { settledAt: at }: Settlement,
    session: ClientSession,
  ): Promise<void> {
    const { _id: paymentId, payerAccountId, amountFen } = payment;
    // Not in the session: where the transaction runs again a number is a gap, never a double.
    const receiptNumber = await this.orders.nextReceiptNumber(new Date().toISOString().slice(0, 4));
    const paid = pay(order, { paymentId, payerAccountId, receiptNumber, amountFen, at });
    await this.payments.save(ended(payment, 'settled'), session);
    await this.orders.save(paid, session);
    const { accountId, licenceId } = order.facts;
    await this.outbox.add(session, {
      type: 'payment.settled',
      key: order._id,
      seq: paid.version,
      payload: {
        paymentId,
        orderId: order._id,
        handlingId: order.handlingId,
        accountId,
        payerAccountId,
        licenceId,
        amountFen,
        settledAt: at.toISOString(),
        receiptNumber,
        version: paid.version,
      },
    });
  }

  private async noteRefund(paymentId: string, session: ClientSession): Promise<void> {
    const payment = await this.payments.find(paymentId, session);
    if (payment?.status !== 'refunding' || !payment.refund) return;
    const refunded = ended(payment, 'refunded');
    await this.payments.save(refunded, session);
    await this.outbox.add(session, {
      type: 'payment.refunded',
      key: paymentId,
      seq: refunded.version,
      payload: {
        paymentId,
        orderId: payment.orderId,
        accountId: payment.payerAccountId,
        ...payment.refund,
        version: refunded.version,
      },
    });
  }

  private async noteDifference(
    { paymentId, amountFen }: Settlement,
    reason: string,
    session: ClientSession,
    expectedFen?: number,
  ): Promise<void> {
    const at = new Date();
    const row = { _id: newId('dif'), paymentId, reason, receivedFen: amountFen, at };
    await this.notifications.addDifference(
      { ...row, ...(expectedFen !== undefined && { expectedFen }) },
      session,
    );
    this.logger.warn({ msg: 'money did not become a payment', paymentId, reason });
  }

  private async saveChanged(
    before: OrderRecord,
    after: OrderRecord,
    session: ClientSession,
  ): Promise<void> {
    if (after !== before) await this.orders.save(after, session);
  }
}
