import type { DisputeStatus } from '@demerit/contracts';
import { saveVersion } from '@demerit/messaging';
import type { PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { DisputeRecord } from './disputes.rules';

const text = { type: String, required: true };

const disputeSchema = new Schema<DisputeRecord>(
  {
    _id: text,
    violationId: text,
    vehicleId: text,
    accountId: text,
    ownerPersonKey: text,
    ownVehicle: { type: Boolean, required: true },
    ground: text,
    statement: text,
    documentIds: { type: [String], required: true },
    status: text,
    submittedAt: { type: Date, required: true },
    dueAt: { type: Date, required: true },
    decided: { type: new Schema({ at: Date, by: text, reason: text }, { _id: false }) },
    timeline: { type: [new Schema({ at: text, what: text }, { _id: false })], required: true },
    version: { type: Number, required: true },
  },
  { collection: 'disputes', versionKey: false, minimize: false },
)
  .index(
    { violationId: 1 },
    { name: 'open_dispute', unique: true, partialFilterExpression: { status: 'open' } },
  )
  .index({ accountId: 1, _id: -1 }, { name: 'account' })
  .index({ status: 1, dueAt: 1, _id: 1 }, { name: 'queue' });

export const DISPUTES = { name: 'disputes', schema: disputeSchema };

@Injectable()
export class DisputesStore {
  constructor(@InjectModel(DISPUTES.name) private readonly disputes: Model<DisputeRecord>) {}

  async find(disputeId: string, session?: ClientSession): Promise<DisputeRecord | null> {
    return this.disputes.findById(disputeId, null, { session }).lean<DisputeRecord>();
  }

  /** Newest first (ids made later sort later). */
  async ofAccount(accountId: string, { after, rows }: PageRequest): Promise<DisputeRecord[]> {
    return this.disputes
      .find({ accountId, ...(after?.[0] !== undefined && { _id: { $lt: after[0] } }) })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<DisputeRecord[]>();
  }

  /** What is due first comes first. */
  async queue(status: DisputeStatus, { after, rows }: PageRequest): Promise<DisputeRecord[]> {
    const [due, id] = after ?? [];
    const dueAt = new Date(Number(due));
    const later = { $or: [{ dueAt: { $gt: dueAt } }, { dueAt, _id: { $gt: id } }] };
    return this.disputes
      .find({ status, ...(after && later) })
      .sort({ dueAt: 1, _id: 1 })
      .limit(rows)
      .lean<DisputeRecord[]>();
  }

  /** A new one, or the next version of one. */
  async save(dispute: DisputeRecord, session: ClientSession): Promise<void> {
    await saveVersion(this.disputes, dispute, session);
  }
}
