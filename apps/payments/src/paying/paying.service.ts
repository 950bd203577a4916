import {
  accepted,
  Policy,
  refuse,
  shanghaiDay,
  type CommandKey,
  type CreatePayment,
  type Payment,
  type PaymentsExplained,
} from '@demerit/contracts';
import { Idempotency, ServiceUnavailable, Transactions } from '@demerit/messaging';
import { DomainClock, newId } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { OrderingService } from '../orders/ordering.service';
import { amountsOf, beginPaying, checkPayable, isOpened, stopPaying } from '../orders/orders.rules';
import { OrdersStore } from '../orders/orders.store';
import { PaymentsStore } from './payments.store';
import { Providers } from '../providers/providers';
import { ended } from './settlement.rules';
import type { PaymentDocument } from './payments.types';
import { startedPayment, openedPayment } from './beginning.rules';
import { StandingsService } from '../orders/standings.service';

interface ClaimedKey extends CommandKey {
  token: string;
}

/**
 * Begins a payment in three steps, none of which calls the provider inside a transaction: the order is taken and the payment written; the
 * provider opens it under our id; the payment is open and the answer stored under the key.
 */
@Injectable()
export class PayingService {
  private readonly logger = new Logger(PayingService.name);

  constructor(
    private readonly ordering: OrderingService,
    private readonly standings: StandingsService,
    private readonly orders: OrdersStore,
    private readonly payments: PaymentsStore,
    private readonly providers: Providers,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly clock: DomainClock,
    private readonly policy: Policy,
  ) {}

  /** For an operator: whosever it is. */
  async explain(orderId: string): Promise<PaymentsExplained> {
    const order = await this.orders.find(orderId);
    const payments = await this.payments.ofOrder(orderId);
    return {
      order: order && {
        orderId,
        status: order.status,
        dueOn: order.dueOn,
        ...(order.frozenOn !== undefined && { frozenOn: order.frozenOn }),
        ...(order.paid && { receiptNumber: order.paid.receiptNumber }),
      },
      payments: payments.map(({ _id, status, expiresAt }) => ({
        paymentId: _id,
        status,
        expiresAt: expiresAt.toISOString(),
      })),
    };
  }

  async create(command: CreatePayment): Promise<Payment> {
    const { idempotency: key } = command;
    if (!key) return this.open(await this.begin(command, undefined), undefined);
    const claim = await this.idempotency.claim(key);
    if (claim.state === 'done') return claim.answer as Payment;
    try {
      const claimed = { ...key, token: claim.token };
      return await this.open(await this.begin(command, claimed), claimed);
    } catch (error) {
      await this.idempotency.conclude(key, claim.token, error).catch((failure: unknown) => {
        // The claim then ends by its age.
        this.logger.warn({ msg: 'idempotency key not freed', key: key.id, err: failure });
      });
      throw error;
    }
  }

  /** A payment that came to nothing; its order may be paid again. */
  async giveUp(paymentId: string, status: 'failed' | 'expired'): Promise<void> {
    await this.transactions.run(async (session) => {
      const payment = await this.payments.find(paymentId, session);
      if (payment?.status !== 'creating' && payment?.status !== 'open') return;
      await this.payments.save(ended(payment, status), session);
      const { orderId } = payment;
      const order = orderId === undefined ? null : await this.orders.find(orderId, session);
      const next = order && stopPaying(order, paymentId);
      if (next && next !== order) await this.orders.save(next, session);
    });
  }

  private async begin(
    command: CreatePayment,
    claimed: ClaimedKey | undefined,
  ): Promise<PaymentDocument> {
    const earlier = claimed && (await this.payments.findByKey(claimed.id));
    if (earlier?.status === 'creating') return earlier;
    const order = await this.ordering.opened(command.orderId);
    if (order.facts.ownVehicle === false) await this.standings.refresh(order.facts.licenceId);
    return this.transactions.run((session) => this.beginIn(session, command, claimed));
  }

  private async beginIn(
    session: ClientSession,
    { caller, orderId, body }: CreatePayment,
    claimed: ClaimedKey | undefined,
  ): Promise<PaymentDocument> {
    const order = await this.orders.find(orderId, session);
    if (!order || !isOpened(order)) throw refuse('ORDER_NOT_FOUND');
    const realNow = new Date();
    accepted(checkPayable(order, realNow));
    const today = shanghaiDay(this.clock.now());
    const given = {
      _id: newId('pay'),
      orderId,
      payerAccountId: caller.accountId,
      provider: body.provider,
      amountFen: amountsOf(order, this.policy, today).payableFen,
      currency: 'CNY' as const,
      ...(claimed && { keyId: claimed.id }),
    };
    const payment = startedPayment(given, realNow);
    const saved = await this.payments.save(payment, session);
    await this.orders.save(
      beginPaying(order, { paymentId: payment._id, expiresAt: payment.expiresAt }),
      session,
    );
    return saved;
  }

  private async open(payment: PaymentDocument, claimed: ClaimedKey | undefined): Promise<Payment> {
    const { payUrl } = await this.createAtProvider(payment);
    return this.transactions.run(async (session) => {
      const found = await this.payments.find(payment._id, session);
      if (found?.status !== 'creating') {
        throw new ServiceUnavailable('payments', 'the payment was given up meanwhile');
      }
      const opened = openedPayment(found, payUrl, new Date());
      await this.payments.save(opened, session);
      const { _id: paymentId, amountFen, expiresAt } = opened;
      const answer = { paymentId, payUrl, amountFen, expiresAt: expiresAt.toISOString() };
      if (claimed) await this.idempotency.settle(session, claimed, claimed.token, { answer });
      return answer;
    });
  }

  private async createAtProvider(payment: PaymentDocument): Promise<{ payUrl: string }> {
    try {
      return await this.providers.of(payment.provider).create(payment);
    } catch (error) {
      this.logger.warn({
        msg: 'provider did not open the payment',
        paymentId: payment._id,
        err: error,
      });
      await this.giveUp(payment._id, 'failed');
      throw error;
    }
  }
}
