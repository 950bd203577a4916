import {
  accepted,
  Policy,
  refuse,
  shanghaiDay,
  shanghaiTime,
  type CommandKey,
  type CreatePayment,
  type ListPayments,
  type Page,
  type Payment,
  type PaymentOf,
  type PaymentsExplained,
  type PaymentView,
} from '@demerit/contracts';
import { Idempotency, ServiceUnavailable, Transactions, Turns } from '@demerit/messaging';
import { AccountMarks, DomainClock, newId, pageOf, pageRequest } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { OrderingService } from '../orders/ordering.service';
import {
  amountsOf,
  beginPaying,
  checkPayable,
  isOpened,
  paymentInTheWay,
} from '../orders/orders.rules';
import { OrdersStore } from '../orders/orders.store';
import { PaymentsStore } from './payments.store';
import { Providers } from '../providers/providers';
import type { PaymentDocument } from './payments.types';
import { startedPayment, openedPayment } from './beginning.rules';
import { EndingService } from './ending.service';
import { paymentAsSeen } from './payments.view';
import { StandingsService } from '../orders/standings.service';

const ID = /^[A-Za-z0-9_-]{1,64}$/;
/** Of several replicas at once each closes what another began; so many do not come. */
const ATTEMPTS = 50;
/** Whoever asked has gone by then. */
const PATIENCE_MS = 4_000;

interface ClaimedKey extends CommandKey {
  token: string;
}

/** The payment that began, or the first that is in its way. */
type Beginning =
  { payment: PaymentDocument; first?: undefined } | { first: PaymentDocument; payment?: undefined };

/**
 * Begins a payment in three steps, none of which calls the provider inside a transaction: the order is taken and the payment written; the
 * provider opens it under our id; the payment is open and the answer stored under the key. One that is in the way is closed before.
 */
@Injectable()
export class PayingService {
  private readonly logger = new Logger(PayingService.name);
  private readonly turns = new Turns();

  constructor(
    private readonly marks: AccountMarks,
    private readonly ordering: OrderingService,
    private readonly standings: StandingsService,
    private readonly ending: EndingService,
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

  /** Those the caller began, of an order whose id they hold. */
  async list({ caller, orderId, page }: ListPayments): Promise<Page<PaymentView>> {
    const request = pageRequest(page, [ID]);
    await this.ordering.opened(orderId);
    const rows = await this.payments.ofPayer(caller.accountId, orderId, request);
    const realNow = new Date();
    return pageOf(
      rows,
      request,
      ({ _id }) => [_id],
      (payment) => paymentAsSeen(payment, realNow),
    );
  }

  /** For who began it; to anybody else there is no such payment. */
  async get({ caller, paymentId }: PaymentOf): Promise<PaymentView> {
    const payment = await this.payments.find(paymentId);
    if (payment?.payerAccountId !== caller.accountId) throw refuse('PAYMENT_NOT_FOUND');
    return paymentAsSeen(payment, new Date());
  }

  async create(command: CreatePayment): Promise<Payment> {
    const { idempotency: key } = command;
    if (!key) return this.inTurn(command, undefined);
    const claim = await this.idempotency.claim(key);
    if (claim.state === 'done') return claim.answer as Payment;
    try {
      const claimed = { ...key, token: claim.token };
      return await this.inTurn(command, claimed);
    } catch (error) {
      await this.idempotency.conclude(key, claim.token, error).catch((failure: unknown) => {
        // The claim then ends by its age.
        this.logger.warn({ msg: 'idempotency key not freed', key: key.id, err: failure });
      });
      throw error;
    }
  }

  /** One after the other for an order: of several at once each closes one that is open. Replicas meet in the database. */
  private async inTurn(command: CreatePayment, claimed: ClaimedKey | undefined): Promise<Payment> {
    const since = performance.now();
    return this.turns.take([command.orderId], async () => {
      if (performance.now() - since > PATIENCE_MS) {
        throw new ServiceUnavailable('payments', 'others who pay this order came before');
      }
      return this.open(await this.begin(command, claimed), claimed);
    });
  }

  private async begin(
    command: CreatePayment,
    claimed: ClaimedKey | undefined,
  ): Promise<PaymentDocument> {
    const earlier = claimed && (await this.payments.findByKey(claimed.id));
    if (earlier?.status === 'creating') return earlier;
    const order = await this.ordering.opened(command.orderId);
    if (order.facts.ownVehicle === false) await this.standings.refresh(order.facts.accountId);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const { first, payment } = await this.transactions.run((session) =>
        this.beginIn(session, command, claimed),
      );
      if (payment) return payment;
      await this.ending.close(first);
    }
    throw new ServiceUnavailable('payments', `${ATTEMPTS} other payments began meanwhile`);
  }

  private async beginIn(
    session: ClientSession,
    { caller, orderId, body }: CreatePayment,
    claimed: ClaimedKey | undefined,
  ): Promise<Beginning> {
    const order = await this.orders.find(orderId, session);
    if (!order || !isOpened(order)) throw refuse('ORDER_NOT_FOUND');
    const realNow = new Date();
    const firstId = paymentInTheWay(order, caller.accountId, realNow);
    const first = firstId === undefined ? null : await this.payments.find(firstId, session);
    if (first) return { first };
    accepted(checkPayable(order, realNow));
    await this.marks.touchOpen(caller.accountId, session);
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
    return { payment: saved };
  }

  private async open(payment: PaymentDocument, claimed: ClaimedKey | undefined): Promise<Payment> {
    const { payUrl } = await this.createAtProvider(payment);
    const opened = await this.transactions.run((session) =>
      this.openIn(session, payment._id, payUrl, claimed),
    );
    return opened ?? this.closeAgain(payment, payUrl, claimed);
  }

  /** Undefined where another payment took its place meanwhile. */
  private async openIn(
    session: ClientSession,
    paymentId: string,
    payUrl: string,
    claimed: ClaimedKey | undefined,
  ): Promise<Payment | undefined> {
    const found = await this.payments.find(paymentId, session);
    if (found?.status === 'closed') return undefined;
    if (found?.status !== 'creating') {
      throw new ServiceUnavailable('payments', 'the payment was given up meanwhile');
    }
    await this.payments.save(openedPayment(found, payUrl, new Date()), session);
    const answer = answerOf(found, payUrl);
    if (claimed) await this.idempotency.settle(session, claimed, claimed.token, { answer });
    return answer;
  }

  /** The provider may have heard that it is closed before it opened it. The answer is the one it would have had before it was closed. */
  private async closeAgain(
    payment: PaymentDocument,
    payUrl: string,
    claimed: ClaimedKey | undefined,
  ): Promise<Payment> {
    await this.ending.close(payment);
    const answer = answerOf(payment, payUrl);
    if (claimed) {
      await this.transactions.run((session) =>
        this.idempotency.settle(session, claimed, claimed.token, { answer }),
      );
    }
    return answer;
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
      await this.ending.giveUp(payment._id, 'failed');
      throw error;
    }
  }
}

function answerOf({ _id, amountFen, expiresAt }: PaymentDocument, payUrl: string): Payment {
  return { paymentId: _id, payUrl, amountFen, expiresAt: shanghaiTime(expiresAt) };
}
