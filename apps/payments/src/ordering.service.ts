import {
  accepted,
  refuse,
  shanghaiDay,
  shanghaiTime,
  type CancelOrder,
  type HandlingEnded,
  type ListOfCaller,
  type Order,
  type OrderOf,
  type Page,
  Policy,
  type Receipt,
  type Requests,
  type ViolationDecided,
} from '@demerit/contracts';
import { Inbox, MessagingClient, Transactions, type MessageContext } from '@demerit/messaging';
import { DomainClock, LookupKeys, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import {
  amountsOf,
  cancel,
  isOpened,
  openOrder,
  tombstone,
  type OpenedOrder,
  type OrderRecord,
} from './orders.rules';
import { OrdersStore } from './orders.store';
import { isFreezing } from './standings.service';
import { StandingsStore } from './standings.store';

const ASK_TIMEOUT_MS = 3_000;
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Orders: opened by a decision, read by whoever holds the id, cancelled with a withdrawal. rules.md §6. */
@Injectable()
export class OrderingService {
  constructor(
    private readonly orders: OrdersStore,
    private readonly standings: StandingsStore,
    private readonly client: MessagingClient<Requests>,
    private readonly transactions: Transactions,
    private readonly inbox: Inbox,
    private readonly lookup: LookupKeys,
    private readonly clock: DomainClock,
    private readonly policy: Policy,
  ) {}

  async list({ caller, page }: ListOfCaller): Promise<Page<Order>> {
    const request = pageRequest(page, [ID]);
    const rows = await this.orders.ofAccount(caller.accountId, request);
    return pageOf(
      rows,
      request,
      ({ _id }) => [_id],
      (order) => this.answer(order),
    );
  }

  async get({ orderId }: OrderOf): Promise<Order> {
    return this.answer(await this.opened(orderId));
  }

  /** For the driver and the payer. */
  async receipt({ caller, orderId }: OrderOf): Promise<Receipt> {
    const order = await this.opened(orderId);
    const { paid, facts } = order;
    const isTheirs = [facts.accountId, paid?.payerAccountId].includes(caller.accountId);
    if (!paid || !isTheirs) throw refuse('RECEIPT_NOT_FOUND');
    const { fineFen, surchargeFen } = amountsOf(order, this.policy, this.today());
    return {
      receiptNumber: paid.receiptNumber,
      orderId,
      decisionNumber: facts.decisionNumber,
      fineFen,
      surchargeFen,
      paidFen: paid.amountFen,
      paidAt: shanghaiTime(paid.at),
      code: this.lookup.keyOf('receipt', paid.receiptNumber).slice(0, 10),
    };
  }

  /** The order behind an id; violations is asked before it is said that there is none. */
  async opened(orderId: string): Promise<OpenedOrder> {
    const known = (await this.orders.find(orderId)) ?? (await this.openAsked(orderId));
    if (!isOpened(known)) throw refuse('ORDER_NOT_FOUND');
    return known;
  }

  async openDecided(decided: ViolationDecided, context: MessageContext): Promise<void> {
    await this.inbox.process(context, async (session) => {
      if (decided.orderId === null) return;
      await this.open({ ...decided, orderId: decided.orderId }, session);
    });
  }

  /** Idempotent; an order that is not opened yet leaves a tombstone, so that it never opens. */
  async cancel({ orderId, handlingId }: CancelOrder): Promise<{ cancelled: true }> {
    await this.transactions.run((session) => this.cancelIn(orderId, handlingId, session));
    return { cancelled: true };
  }

  async withdrawn({ orderId, handlingId }: HandlingEnded, context: MessageContext): Promise<void> {
    await this.inbox.process(context, async (session) => {
      if (orderId !== null) await this.cancelIn(orderId, handlingId, session);
    });
  }

  private async cancelIn(
    orderId: string,
    handlingId: string,
    session: ClientSession,
  ): Promise<void> {
    const order = await this.orders.find(orderId, session);
    if (order && order.handlingId !== handlingId) throw refuse('ORDER_NOT_FOUND');
    const next = order ? accepted(cancel(order, new Date())) : tombstone(orderId, handlingId);
    if (next !== order) await this.orders.save(next, session);
  }

  private async openAsked(orderId: string): Promise<OrderRecord> {
    const decided = await this.client.ask(
      'decision.for-order',
      { orderId },
      { timeoutMs: ASK_TIMEOUT_MS },
    );
    return this.transactions.run((session) => this.open({ ...decided, orderId }, session));
  }

  private async open(
    decided: ViolationDecided & { orderId: string },
    session: ClientSession,
  ): Promise<OrderRecord> {
    const known = await this.orders.find(decided.orderId, session);
    if (known) return known;
    const standing = await this.standings.find(decided.licenceId, session);
    const order = openOrder(decided, isFreezing(standing), this.today());
    await this.orders.save(order, session);
    await this.standings.touch(decided.licenceId, session);
    return order;
  }

  private answer(order: OpenedOrder): Order {
    const { paid } = order;
    return {
      orderId: order._id,
      kind: order.kind,
      ...amountsOf(order, this.policy, this.today()),
      dueOn: order.dueOn,
      status: order.status,
      ...(paid && { receiptNumber: paid.receiptNumber }),
    };
  }

  private today(): string {
    return shanghaiDay(this.clock.now());
  }
}
