import { collection, isDuplicateKey } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { sandboxPaymentDocument, type SandboxPaymentDocument } from './payments.types';

export const PAYMENTS = collection('payments', sandboxPaymentDocument, [
  {
    name: 'to_tell',
    key: { 'notice.dueAt': 1 },
    partialFilterExpression: { 'notice.copiesLeft': { $gt: 0 } },
  },
  { name: 'settled', key: { settledAt: 1, _id: 1 }, sparse: true },
]);

@Injectable()
export class PaymentsStore {
  constructor(
    @InjectModel(PAYMENTS.name) private readonly payments: Model<SandboxPaymentDocument>,
  ) {}

  async find(paymentId: string): Promise<SandboxPaymentDocument | null> {
    return this.payments.findById(paymentId).lean<SandboxPaymentDocument>();
  }

  /** A payment opened twice is the one that was opened first. */
  async insert(payment: SandboxPaymentDocument): Promise<void> {
    try {
      await this.payments.insertMany([payment], { lean: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /**
   * Over the version that was read, raised by one; answers what is stored, nothing when somebody else wrote meanwhile. One document holds payment
   * and notice, so that no transaction is needed.
   */
  async save(payment: SandboxPaymentDocument): Promise<SandboxPaymentDocument | undefined> {
    const { _id, version } = payment;
    const next = { ...payment, version: version + 1 };
    const { matchedCount } = await this.payments.replaceOne({ _id, version }, next);
    return matchedCount === 1 ? next : undefined;
  }

  /** What succeeded in a span of time, by id. */
  async succeeded(
    { from, before }: { from: Date; before: Date },
    after: string,
    rows: number,
  ): Promise<SandboxPaymentDocument[]> {
    return this.payments
      .find({ status: 'succeeded', settledAt: { $gte: from, $lt: before }, _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(rows)
      .lean<SandboxPaymentDocument[]>();
  }

  async toTell(now: Date, rows: number): Promise<SandboxPaymentDocument[]> {
    return this.payments
      .find({ 'notice.copiesLeft': { $gt: 0 }, 'notice.dueAt': { $lte: now } })
      .sort({ 'notice.dueAt': 1 })
      .limit(rows)
      .lean<SandboxPaymentDocument[]>();
  }

  async copyTaken(paymentId: string): Promise<void> {
    const toTell = { _id: paymentId, 'notice.copiesLeft': { $gt: 0 } };
    await this.payments.updateOne(toTell, { $inc: { 'notice.copiesLeft': -1 } });
  }

  async putOff(paymentId: string, dueAt: Date): Promise<void> {
    await this.payments.updateOne(
      { _id: paymentId, notice: { $exists: true } },
      { $set: { 'notice.dueAt': dueAt }, $inc: { 'notice.attempts': 1 } },
    );
  }
}
