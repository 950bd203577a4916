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
    orderId: text,
    payerAccountId: text,
    provider: text,
    amountFen: number,
    currency: text,
    expiresAt: { type: Date, required: true },
    status: text,
    keyId: String,
    payUrl: String,
    askAt: Date,
    refund: { type: new Schema({ amountFen: number, reason: text }, { _id: false }) },
    version: number,
  },
  { collection: 'payments', versionKey: false },
)
  .index({ orderId: 1 }, { name: 'order' })
  .index({ keyId: 1 }, { name: 'key', unique: true, sparse: true })
  .index({ askAt: 1 }, { name: 'ask', sparse: true })
  .index({ status: 1 }, { name: 'refunding', partialFilterExpression: { status: 'refunding' } });

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

  async refunding(rows: number): Promise<PaymentRecord[]> {
    return this.payments.find({ status: 'refunding' }).limit(rows).lean<PaymentRecord[]>();
  }

  async save(payment: PaymentRecord, session: ClientSession): Promise<void> {
    await saveVersion(this.payments, payment, session);
  }
}
