import { addDays } from '@demerit/contracts';
import { collection, findBy, findById, save } from '@demerit/messaging';
import type { PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { DUE_SOON_DAYS } from './due-news.rules';
import {
  counterDocument,
  orderDocument,
  type CounterDocument,
  type OpenedOrder,
  type OrderDocument,
} from './orders.types';

export const ORDERS = collection('orders', orderDocument, [
  { name: 'account', key: { 'facts.accountId': 1, _id: -1 } },
  { name: 'driver', key: { 'facts.accountId': 1, status: 1 } },
  { name: 'due', key: { status: 1, dueOn: 1 } },
  {
    name: 'receipt',
    key: { 'paid.receiptNumber': 1 },
    unique: true,
    partialFilterExpression: { 'paid.receiptNumber': { $exists: true } },
  },
]);

const OWED: OrderDocument['status'][] = ['unpaid', 'paying', 'frozen'];

export const COUNTERS = collection('counters', counterDocument);

@Injectable()
export class OrdersStore {
  constructor(
    @InjectModel(ORDERS.name) private readonly orders: Model<OrderDocument>,
    @InjectModel(COUNTERS.name) private readonly counters: Model<CounterDocument>,
  ) {}

  async find(orderId: string, session?: ClientSession): Promise<OrderDocument | null> {
    return findById(this.orders, orderId, session);
  }

  /** Newest first; ids made later sort later. */
  async ofAccount(accountId: string, { after, rows }: PageRequest): Promise<OpenedOrder[]> {
    const older = after?.[0];
    return this.orders
      .find({ 'facts.accountId': accountId, ...(older !== undefined && { _id: { $lt: older } }) })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<OpenedOrder[]>();
  }

  /** Those a standing bears on. */
  async openOfDriver(accountId: string, session: ClientSession): Promise<OrderDocument[]> {
    const orders = await findBy(this.orders, 'facts.accountId', [accountId], session);
    return orders.filter(({ status }) => OWED.includes(status));
  }

  /** Whether an account has orders, and whether any of them is still owed. */
  async owedBy(accountId: string): Promise<{ isAny: boolean; isOwed: boolean }> {
    const of = { 'facts.accountId': accountId };
    const owed = { ...of, status: { $in: OWED } };
    const [any, open] = await Promise.all([this.orders.exists(of), this.orders.exists(owed)]);
    return { isAny: any !== null, isOwed: open !== null };
  }

  /** Whether each of these was opened. */
  async hasAll(orderIds: readonly string[]): Promise<boolean> {
    if (orderIds.length === 0) return true;
    const found = await this.orders.countDocuments({ _id: { $in: orderIds } });
    return found === new Set(orderIds).size;
  }

  /** The ids of those that are unpaid, with something of their due date still to be announced. */
  withDueNews(today: string, recordAfterDays: number): AsyncIterable<{ _id: string }> {
    const soon = { dueOn: { $gt: today, $lte: addDays(today, DUE_SOON_DAYS) } };
    const recordingDue = {
      kind: 'fine' as const,
      dueOn: { $lte: addDays(today, -recordAfterDays) },
    };
    return this.orders
      .find({
        status: { $in: ['unpaid', 'paying'] },
        $or: [
          { ...soon, told: { $ne: 'order.due-soon' } },
          { dueOn: today, told: { $ne: 'order.due' } },
          { dueOn: { $lt: today }, told: { $ne: 'order.overdue' } },
          { ...recordingDue, told: { $ne: 'order.recording-due' } },
        ],
      })
      .select({ _id: 1 })
      .lean<{ _id: string }>()
      .cursor();
  }

  /** Every one, by id. */
  all(session: ClientSession): AsyncIterable<OrderDocument> {
    return this.orders.find({}, null, { session }).sort({ _id: 1 }).lean<OrderDocument>().cursor();
  }

  /** Of every order that was paid, in their order. */
  async *receiptNumbers(session: ClientSession): AsyncGenerator<string> {
    const number = 'paid.receiptNumber';
    const paid = this.orders
      .find({ [number]: { $exists: true } }, { [number]: 1 }, { session })
      .sort({ [number]: 1 })
      .lean<Pick<OrderDocument, 'paid'>>()
      .cursor() as AsyncIterable<Pick<OrderDocument, 'paid'>>;
    for await (const order of paid) if (order.paid) yield order.paid.receiptNumber;
  }

  async findByReceipt(receiptNumber: string): Promise<OpenedOrder | null> {
    return this.orders.findOne({ 'paid.receiptNumber': receiptNumber }).lean<OpenedOrder>();
  }

  async save<Order extends OrderDocument>(order: Order, session: ClientSession): Promise<Order> {
    return (await save(this.orders, order, session)) as Order;
  }

  /** The next receipt number of the year, `R2026-00000001`. Outside transactions: a shared counter inside would make all payments collide. */
  async nextReceiptNumber(year: string): Promise<string> {
    const counter = await this.counters
      .findOneAndUpdate(
        { _id: `receipt:${year}` },
        { $inc: { last: 1 } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<CounterDocument>();
    return `R${year}-${String(counter.last).padStart(8, '0')}`;
  }
}
