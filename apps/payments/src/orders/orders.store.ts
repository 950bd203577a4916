import { addDays } from '@demerit/contracts';
import { saveVersion } from '@demerit/messaging';
import type { PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import { DUE_SOON_DAYS } from './due-news.rules';
import type { OpenedOrder, OrderRecord } from './orders.rules';

const text = { type: String, required: true };
const number = { type: Number, required: true };

const orderSchema = new Schema<OrderRecord>(
  {
    _id: text,
    handlingId: String,
    caseId: String,
    kind: text,
    status: text,
    facts: {
      type: new Schema(
        {
          decisionNumber: String,
          accountId: text,
          licenceId: text,
          ownVehicle: Boolean,
          fineFen: number,
          decidedOn: text,
          dueOn: text,
        },
        { _id: false },
      ),
    },
    dueOn: String,
    frozenOn: String,
    openPayment: { type: new Schema({ paymentId: text, expiresAt: Date }, { _id: false }) },
    paid: {
      type: new Schema(
        {
          paymentId: text,
          payerAccountId: text,
          receiptNumber: text,
          amountFen: number,
          at: Date,
        },
        { _id: false },
      ),
    },
    closed: { type: new Schema({ on: text, because: text }, { _id: false }) },
    told: [String],
    version: number,
  },
  { collection: 'orders', versionKey: false },
)
  .index({ 'facts.accountId': 1, _id: -1 }, { name: 'account' })
  .index({ 'facts.licenceId': 1, status: 1 }, { name: 'licence' })
  .index({ status: 1, dueOn: 1 }, { name: 'due' })
  .index(
    { 'paid.receiptNumber': 1 },
    {
      name: 'receipt',
      unique: true,
      partialFilterExpression: { 'paid.receiptNumber': { $exists: true } },
    },
  );

export const ORDERS = { name: 'orders', schema: orderSchema };

/** Numbers receipts in order of settlement; a number lost in a crash is not given again. */
export interface CounterRow {
  _id: string;
  last: number;
}

export const COUNTERS = {
  name: 'counters',
  schema: new Schema<CounterRow>({ _id: String, last: number }, { versionKey: false }),
};

@Injectable()
export class OrdersStore {
  constructor(
    @InjectModel(ORDERS.name) private readonly orders: Model<OrderRecord>,
    @InjectModel(COUNTERS.name) private readonly counters: Model<CounterRow>,
  ) {}

  async find(orderId: string, session?: ClientSession): Promise<OrderRecord | null> {
    return this.orders.findById(orderId, null, { session }).lean<OrderRecord>();
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
  async openOfLicence(licenceId: string, session: ClientSession): Promise<OpenedOrder[]> {
    return this.orders
      .find(
        { 'facts.licenceId': licenceId, status: { $in: ['unpaid', 'paying', 'frozen'] } },
        null,
        {
          session,
        },
      )
      .lean<OpenedOrder[]>();
  }

  /** Unpaid, with something of their due date still to be told. */
  async withDueNews(today: string, recordAfterDays: number, rows: number): Promise<OpenedOrder[]> {
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
      .limit(rows)
      .lean<OpenedOrder[]>();
  }

  async findByReceipt(receiptNumber: string): Promise<OpenedOrder | null> {
    return this.orders.findOne({ 'paid.receiptNumber': receiptNumber }).lean<OpenedOrder>();
  }

  async save(order: OrderRecord, session: ClientSession): Promise<void> {
    await saveVersion(this.orders, order, session);
  }

  /** The next receipt number of the year, `R2026-00000001`. Outside transactions: a shared counter inside would make all payments collide. */
  async nextReceiptNumber(year: string): Promise<string> {
    const counter = await this.counters
      .findOneAndUpdate(
        { _id: `receipt:${year}` },
        { $inc: { last: 1 } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<CounterRow>();
    return `R${year}-${String(counter.last).padStart(8, '0')}`;
  }
}
