import type { Provider } from '@demerit/contracts';
import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { PaymentRecord } from './settlement.rules';

const text = { type: String, required: true };
const number = { type: Number, required: true };

const paymentSchema = new Schema<PaymentRecord>(
  {
    _id: text,
    orderId: String,
    payerAccountId: String,
    provider: text,
    amountFen: number,
    currency: text,
    expiresAt: { type: Date, required: true },
    status: text,
    keyId: String,
    payUrl: String,
    askAt: Date,
    received: {
      type: new Schema(
        { amountFen: number, currency: text, settledAt: { type: Date, required: true } },
        { _id: false },
      ),
    },
    refund: {
      type: new Schema({ reason: text, attempts: number, nextAt: Date }, { _id: false }),
    },
    version: number,
  },
  { collection: 'payments', versionKey: false },
)
  .index({ orderId: 1 }, { name: 'order' })
  .index({ payerAccountId: 1 }, { name: 'payer', sparse: true })
  .index({ keyId: 1 }, { name: 'key', unique: true, sparse: true })
  .index({ askAt: 1 }, { name: 'ask', sparse: true })
  .index(
    { 'refund.nextAt': 1 },
    { name: 'refunding', partialFilterExpression: { status: 'refunding' } },
  )
  .index({ provider: 1, 'received.settledAt': 1, _id: 1 }, { name: 'received', sparse: true });

export const PAYMENTS = { name: 'payments', schema: paymentSchema };

@Injectable()
export class PaymentsStore {
  constructor(@InjectModel(PAYMENTS.name) private readonly payments: Model<PaymentRecord>) {}

  async find(paymentId: string, session?: ClientSession): Promise<PaymentRecord | null> {
    return this.payments.findById(paymentId, null, { session }).lean<PaymentRecord>();
  }

  async begunUnder(keyId: string, session?: ClientSession): Promise<PaymentRecord | null> {
    return this.payments.findOne({ keyId }, null, { session }).lean<PaymentRecord>();
  }

  /** Payments the provider should be asked about by now. */
  async toAsk(realNow: Date, rows: number): Promise<PaymentRecord[]> {
    return this.payments
      .find({ askAt: { $lte: realNow } })
      .sort({ askAt: 1 })
      .limit(rows)
      .lean<PaymentRecord[]>();
  }

  async refundDue(realNow: Date, rows: number): Promise<PaymentRecord[]> {
    return this.payments
      .find({ status: 'refunding', 'refund.nextAt': { $lte: realNow } })
      .sort({ 'refund.nextAt': 1 })
      .limit(rows)
      .lean<PaymentRecord[]>();
  }

  /** Those of which money came in that span of time, by id, of the ids in (after, through]. */
  async received(
    provider: Provider,
    { from, before }: { from: Date; before: Date },
    { after = '', through }: { after?: string; through?: string },
  ): Promise<PaymentRecord[]> {
    const id = { $gt: after, ...(through !== undefined && { $lte: through }) };
    const settledAt = { $gte: from, $lt: before };
    return this.payments
      .find({ provider, 'received.settledAt': settledAt, _id: id })
      .lean<PaymentRecord[]>();
  }

  async save(payment: PaymentRecord, session: ClientSession): Promise<void> {
    await saveVersion(this.payments, payment, session);
  }
}
