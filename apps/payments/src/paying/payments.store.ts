import type { Provider } from '@demerit/contracts';
import { collection, findById, save } from '@demerit/messaging';
import type { PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { paymentDocument, type PaymentDocument, type ReceivedPayment } from './payments.types';

export const PAYMENTS = collection('payments', paymentDocument, [
  { name: 'order', key: { orderId: 1 } },
  { name: 'payer', key: { payerAccountId: 1 }, sparse: true },
  { name: 'key', key: { keyId: 1 }, unique: true, sparse: true },
  { name: 'ask', key: { askAt: 1 }, sparse: true },
  {
    name: 'refunding',
    key: { 'refund.nextAt': 1 },
    partialFilterExpression: { status: 'refunding' },
  },
  { name: 'received', key: { provider: 1, 'received.settledAt': 1, _id: 1 }, sparse: true },
]);

@Injectable()
export class PaymentsStore {
  constructor(@InjectModel(PAYMENTS.name) private readonly payments: Model<PaymentDocument>) {}

  async find(paymentId: string, session?: ClientSession): Promise<PaymentDocument | null> {
    return findById(this.payments, paymentId, session);
  }

  /** Every attempt to pay it, the first one first. */
  async ofOrder(orderId: string): Promise<PaymentDocument[]> {
    return this.payments.find({ orderId }).sort({ _id: 1 }).lean<PaymentDocument[]>();
  }

  /** Whoever began them; ids made later sort later. */
  async newestOfOrder(orderId: string, rows: number): Promise<PaymentDocument[]> {
    return this.payments.find({ orderId }).sort({ _id: -1 }).limit(rows).lean<PaymentDocument[]>();
  }

  /** Those that an account began to pay an order, the newest first; ids made later sort later. */
  async ofPayer(
    payerAccountId: string,
    orderId: string,
    { after, rows }: PageRequest,
  ): Promise<PaymentDocument[]> {
    const older = after?.[0];
    return this.payments
      .find({ orderId, payerAccountId, ...(older !== undefined && { _id: { $lt: older } }) })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<PaymentDocument[]>();
  }

  /** In which statuses those are that an account began. */
  async statusesOf(payerAccountId: string): Promise<Set<PaymentDocument['status']>> {
    return new Set(await this.payments.distinct('status', { payerAccountId }));
  }

  async findByKey(keyId: string, session?: ClientSession): Promise<PaymentDocument | null> {
    return this.payments.findOne({ keyId }, null, { session }).lean<PaymentDocument>();
  }

  /** Payments the provider should be asked about by now, those that have waited longest first. */
  toAsk(realNow: Date): AsyncIterable<PaymentDocument> {
    return this.payments
      .find({ askAt: { $lte: realNow } })
      .sort({ askAt: 1 })
      .lean<PaymentDocument>()
      .cursor();
  }

  /** Those whose refund is due, the one that has waited longest first. */
  refundDue(realNow: Date): AsyncIterable<PaymentDocument> {
    return this.payments
      .find({ status: 'refunding', 'refund.nextAt': { $lte: realNow } })
      .sort({ 'refund.nextAt': 1 })
      .lean<PaymentDocument>()
      .cursor();
  }

  /** Every one, by the id of its order; first those without. */
  byOrder(session: ClientSession): AsyncIterable<PaymentDocument> {
    return this.payments
      .find({}, null, { session })
      .sort({ orderId: 1 })
      .lean<PaymentDocument>()
      .cursor();
  }

  /** Those of which money came in that span of time, by id, of the ids in (after, through]. */
  async received(
    provider: Provider,
    { from, before }: { from: Date; before: Date },
    { after = '', through }: { after?: string; through?: string },
  ): Promise<ReceivedPayment[]> {
    const id = { $gt: after, ...(through !== undefined && { $lte: through }) };
    const settledAt = { $gte: from, $lt: before };
    return this.payments
      .find({ provider, 'received.settledAt': settledAt, _id: id })
      .lean<ReceivedPayment[]>();
  }

  async save(payment: PaymentDocument, session: ClientSession): Promise<PaymentDocument> {
    return save(this.payments, payment, session);
  }
}
