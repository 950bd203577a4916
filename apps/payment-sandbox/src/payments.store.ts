import { isDuplicateKey } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type Model } from 'mongoose';
import type { SandboxPayment } from './payments.rules';

const text = { type: String, required: true };

const paymentSchema = new Schema<SandboxPayment>(
  {
    _id: text,
    amountFen: { type: Number, required: true },
    currency: text,
    expiresAt: { type: Date, required: true },
    status: text,
    outcome: Object,
    settledAt: Date,
    notice: {
      type: new Schema(
        { eventId: text, body: text, copiesLeft: Number, dueAt: Date, attempts: Number },
        { _id: false },
      ),
    },
    refunds: { type: [Object], required: true },
    version: { type: Number, required: true },
  },
  { collection: 'payments', versionKey: false },
)
  .index(
    { 'notice.dueAt': 1 },
    { name: 'to_tell', partialFilterExpression: { 'notice.copiesLeft': { $gt: 0 } } },
  )
  .index({ settledAt: 1, _id: 1 }, { name: 'settled', sparse: true });

export const PAYMENTS = { name: 'payments', schema: paymentSchema };

@Injectable()
export class PaymentsStore {
  constructor(@InjectModel(PAYMENTS.name) private readonly payments: Model<SandboxPayment>) {}

  async find(paymentId: string): Promise<SandboxPayment | null> {
    return this.payments.findById(paymentId).lean<SandboxPayment>();
  }

  /** A payment opened twice is the one that was opened first. */
  async insert(payment: SandboxPayment): Promise<void> {
    try {
      await this.payments.insertMany([payment], { lean: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** False when somebody else wrote meanwhile. One document holds payment and notice, so that no transaction is needed. */
  async save(payment: SandboxPayment): Promise<boolean> {
    const { matchedCount } = await this.payments.replaceOne(
      { _id: payment._id, version: payment.version - 1 },
      payment,
    );
    return matchedCount === 1;
  }

  /** What succeeded in a span of time, by id. */
  async succeeded(
    { from, before }: { from: Date; before: Date },
    after: string,
    rows: number,
  ): Promise<SandboxPayment[]> {
    return this.payments
      .find({ status: 'succeeded', settledAt: { $gte: from, $lt: before }, _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(rows)
      .lean<SandboxPayment[]>();
  }

  async toTell(now: Date, rows: number): Promise<SandboxPayment[]> {
    return this.payments
      .find({ 'notice.copiesLeft': { $gt: 0 }, 'notice.dueAt': { $lte: now } })
      .sort({ 'notice.dueAt': 1 })
      .limit(rows)
      .lean<SandboxPayment[]>();
  }

  async told(paymentId: string): Promise<void> {
    await this.payments.updateOne({ _id: paymentId }, { $inc: { 'notice.copiesLeft': -1 } });
  }

  async putOff(paymentId: string, dueAt: Date): Promise<void> {
    await this.payments.updateOne(
      { _id: paymentId },
      { $set: { 'notice.dueAt': dueAt }, $inc: { 'notice.attempts': 1 } },
    );
  }
}
