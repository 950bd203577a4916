import {
  addDays,
  Policy,
  refuse,
  shanghaiDay,
  shanghaiTime,
  type CheckReceipt,
  type ListOfCaller,
  type OrderOfVehicle,
  type OrderOf,
  type Page,
  type ReceiptCheckOfDriver,
  type ReceiptOfDriver,
  type Requests,
  type SanctionInForce,
  type ViolationDecided,
} from '@demerit/contracts';
import { Inbox, MessagingClient, Transactions, type MessageContext } from '@demerit/messaging';
import {
  AuditStore,
  constantTimeEqual,
  DomainClock,
  LookupKeys,
  pageOf,
  pageRequest,
} from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { underStandings, workingDay } from './freezing.rules';
import { amountsOf, isOpened, openOrder, type NewOrder } from './orders.rules';
import type { OpenedOrder, OrderDocument } from './orders.types';
import { OrdersStore } from './orders.store';
import { StandingsStore } from './standings.store';
import { noStandings } from './standings.types';

const ID = /^[A-Za-z0-9_-]{1,64}$/;
/** 80 bits: nobody tries that many. */
const CODE_LENGTH = 16;

/** Orders: opened by a decision or a sanction, read by whoever holds the id; and their receipts. rules.md §6. */
@Injectable()
export class OrderingService {
  constructor(
    private readonly orders: OrdersStore,
    private readonly standings: StandingsStore,
    private readonly audit: AuditStore,
    private readonly client: MessagingClient<Requests>,
    private readonly transactions: Transactions,
    private readonly inbox: Inbox,
    private readonly lookup: LookupKeys,
    private readonly clock: DomainClock,
    private readonly policy: Policy,
  ) {}

  async list({ caller, page }: ListOfCaller): Promise<Page<OrderOfVehicle>> {
    const request = pageRequest(page, [ID]);
    const rows = await this.orders.ofAccount(caller.accountId, request);
    return pageOf(
      rows,
      request,
      ({ _id }) => [_id],
      (order) => this.view(order),
    );
  }

  async get({ orderId }: OrderOf): Promise<OrderOfVehicle> {
    return this.view(await this.opened(orderId));
  }

  /** For the driver and the payer; an officer's reading is written down, who has paid it as well: the gateway names the driver whole to any officer. */
  async receipt({ caller, orderId }: OrderOf): Promise<ReceiptOfDriver> {
    const order = await this.opened(orderId);
    const { paid, facts, kind, caseId, status } = order;
    const { accountId: actor, roles } = caller;
    const isTheirs = [facts.accountId, paid?.payerAccountId].includes(actor);
    if (!paid || !(isTheirs || roles.includes('officer'))) throw refuse('RECEIPT_NOT_FOUND');
    if (roles.includes('officer') && facts.accountId !== actor)
      await this.audit.add({ actor, act: 'receipt.read', subject: paid.receiptNumber });
    const { fineFen, surchargeFen } = amountsOf(order, this.policy, this.today());
    return {
      receiptNumber: paid.receiptNumber,
      orderId,
      kind,
      accountId: facts.accountId,
      ...(facts.decisionNumber !== undefined && { decisionNumber: facts.decisionNumber }),
      ...(caseId !== undefined && { caseId }),
      fineFen,
      surchargeFen,
      paidFen: paid.amountFen,
      paidAt: shanghaiTime(paid.at),
      refunded: status === 'refunded',
      code: this.codeOf(paid.receiptNumber),
    };
  }

  /** The code is checked first, and by itself: without it a number that exists is answered like one that does not, at the same time. */
  async checkReceipt({ receiptNumber, code }: CheckReceipt): Promise<ReceiptCheckOfDriver> {
    const isCode = constantTimeEqual(this.codeOf(receiptNumber), code.toLowerCase());
    const order = isCode ? await this.orders.findByReceipt(receiptNumber) : null;
    if (!order?.paid) return { genuine: false };
    const { amountFen: paidFen, at } = order.paid;
    const refunded = order.status === 'refunded';
    const { accountId } = order.facts;
    return { genuine: true, receiptNumber, paidFen, paidAt: shanghaiTime(at), refunded, accountId };
  }

  /** The order behind an id; violations is asked before it is said that there is none. */
  async opened(orderId: string): Promise<OpenedOrder> {
    const stored = await this.orders.find(orderId);
    const order = stored && isOpened(stored) ? stored : await this.openAsked(orderId);
    if (!isOpened(order)) throw refuse('ORDER_NOT_FOUND');
    return order;
  }

  async openDecided(decided: ViolationDecided, context: MessageContext): Promise<void> {
    await this.inbox.processTogether(context, async (session) => {
      if (decided.orderId === null) return;
      await this.open(fineOf({ ...decided, orderId: decided.orderId }), session);
    });
  }

  /** What the case orders to pay: a fine, a confiscated gain, or both. rules.md §5. */
  async openSanctioned(event: SanctionInForce, context: MessageContext): Promise<void> {
    const { fineOrderId, confiscationOrderId, fineFen, confiscationFen } = event;
    await this.inbox.processTogether(context, async (session) => {
      if (fineOrderId !== undefined) {
        const facts = this.sanctionFacts(event, fineFen);
        await this.open({ _id: fineOrderId, kind: 'sanction_fine', ...facts }, session);
      }
      if (confiscationOrderId !== undefined) {
        const facts = this.sanctionFacts(event, confiscationFen);
        await this.open({ _id: confiscationOrderId, kind: 'confiscation', ...facts }, session);
      }
    });
  }

  private sanctionFacts(
    { caseId, accountId, licenceId, at }: SanctionInForce,
    fineFen: number,
  ): Pick<NewOrder, 'caseId' | 'facts'> {
    const decidedOn = shanghaiDay(new Date(at));
    const dueOn = workingDay(addDays(decidedOn, this.policy.paymentDueDays), this.policy);
    return { caseId, facts: { accountId, licenceId, fineFen, decidedOn, dueOn } };
  }

  private async openAsked(orderId: string): Promise<OrderDocument> {
    const decided = await this.client.ask('decision.for-order', { orderId });
    return this.transactions.run((session) => this.open(fineOf({ ...decided, orderId }), session));
  }

  private async open(opening: NewOrder, session: ClientSession): Promise<OrderDocument> {
    const stored = await this.orders.find(opening._id, session);
    if (stored && isOpened(stored)) return stored;
    const opened = openOrder(opening, stored ?? undefined);
    const { accountId } = opening.facts;
    const before = await this.standings.find(accountId, session);
    const { ordersOpened, ...standings } = before ?? noStandings(accountId);
    const { changes } = standings;
    const order = await this.orders.save(underStandings(opened, changes, this.policy), session);
    // Touched, so that a suspension at this moment collides with it.
    await this.standings.save(before, { ...standings, ordersOpened: ordersOpened + 1 }, session);
    return order;
  }

  /** As it stands today. */
  view(order: OpenedOrder): OrderOfVehicle {
    const { paid } = order;
    const { decisionNumber, vehicleId } = order.facts;
    return {
      orderId: order._id,
      kind: order.kind,
      ...amountsOf(order, this.policy, this.today()),
      dueOn: order.dueOn,
      status: order.status,
      ...(paid && { receiptNumber: paid.receiptNumber }),
      ...(decisionNumber !== undefined && { decisionNumber }),
      ...(vehicleId !== undefined && { vehicleId }),
    };
  }

  private codeOf(receiptNumber: string): string {
    return this.lookup.keyOf('receipt', receiptNumber).slice(-CODE_LENGTH);
  }

  private today(): string {
    return shanghaiDay(this.clock.now());
  }
}

function fineOf(decided: ViolationDecided & { orderId: string }): NewOrder {
  const { orderId: _id, handlingId, accountId, licenceId, vehicleId, ownVehicle } = decided;
  const { decisionNumber, fineFen, dueOn, decidedAt } = decided;
  const decidedOn = shanghaiDay(new Date(decidedAt));
  const whose = { accountId, licenceId, vehicleId, ownVehicle };
  const facts = { decisionNumber, ...whose, fineFen, decidedOn, dueOn };
  return { _id, kind: 'fine', handlingId, facts };
}
