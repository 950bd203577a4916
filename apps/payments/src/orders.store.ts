import { saveVersion } from '@demerit/messaging';
import type { PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { OpenedOrder, OrderRecord } from './orders.rules';

const text = { type: String, required: true };
const number = { type: Number, required: true };
const flag = { type: Boolean, required: true };

const orderSchema = new Schema<OrderRecord>(
  {
    _id: text,
    handlingId: text,
    kind: text,
    status: text,
    facts: {
      type: new Schema(
        {
          decisionNumber: text,
          accountId: text,
          licenceId: text,
          vehicleId: text,
          ownVehicle: flag,
          fineFen: number,
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
    told: { type: new Schema({ overdue: flag, recordingDue: flag }, { _id: false }) },
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

  /** Unpaid past their due date with something still to be told. */
  async late(today: string, rows: number, recordingDueFrom: string): Promise<OpenedOrder[]> {
    return this.orders
      .find({
        status: { $in: ['unpaid', 'paying'] },
        $or: [
          { dueOn: { $lt: today }, 'told.overdue': false },
          { dueOn: { $lte: recordingDueFrom }, 'told.recordingDue': false },
        ],
      })
      .limit(rows)
      .lean<OpenedOrder[]>();
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
