import type { ViolationStatus } from '@demerit/contracts';
import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model, type QueryFilter } from 'mongoose';
import type { ViolationRecord } from './violations.rules';

const violationSchema = new Schema<ViolationRecord>(
  {
    _id: { type: String, required: true },
    noticeNumber: { type: String, required: true },
    plateNumber: { type: String, required: true },
    plateType: { type: String, required: true },
    vehicleId: { type: String, required: true },
    code: { type: String, required: true },
    points: { type: Number, required: true },
    procedure: { type: String, required: true },
    fineFen: { type: Number, required: true },
    occurredAt: { type: Date, required: true },
    place: { type: String, required: true },
    jurisdiction: { type: String, required: true },
    evidenceIds: { type: [String], required: true },
    status: { type: String, required: true },
    handling: { type: new Schema({ handlingId: String, accountId: String }, { _id: false }) },
    version: { type: Number, required: true },
  },
  { collection: 'violations', versionKey: false, minimize: false },
)
  .index({ noticeNumber: 1 }, { name: 'notice_number', unique: true })
  .index({ vehicleId: 1, occurredAt: -1, _id: -1 }, { name: 'vehicle' })
  .index({ 'handling.accountId': 1, occurredAt: -1, _id: -1 }, { name: 'handling_account' });

export const VIOLATIONS = { name: 'violations', schema: violationSchema };

/** Which violations a page of a list holds. */
export interface ViolationsFilter {
  accountId: string;
  vehicleIds: string[];
  plateNumber?: string;
  status?: ViolationStatus;
  /** Sort key of the last one seen. */
  after?: { occurredAt: Date; violationId: string };
}

@Injectable()
export class ViolationsStore {
  constructor(@InjectModel(VIOLATIONS.name) private readonly violations: Model<ViolationRecord>) {}

  async find(violationId: string, session?: ClientSession): Promise<ViolationRecord | null> {
    return this.violations.findById(violationId, null, { session }).lean<ViolationRecord>();
  }

  async ofNotice(noticeNumber: string, session: ClientSession): Promise<ViolationRecord | null> {
    return this.violations.findOne({ noticeNumber }, null, { session }).lean<ViolationRecord>();
  }

  /** Of the vehicles named, or in a handling of the account; newest first. */
  async list(filter: ViolationsFilter, rows: number): Promise<ViolationRecord[]> {
    const { accountId, vehicleIds, plateNumber, status, after } = filter;
    const conditions: QueryFilter<ViolationRecord>[] = [
      { $or: [{ vehicleId: { $in: vehicleIds } }, { 'handling.accountId': accountId }] },
    ];
    if (plateNumber !== undefined) conditions.push({ plateNumber });
    if (status !== undefined) conditions.push({ status });
    if (after !== undefined) {
      const { occurredAt, violationId } = after;
      conditions.push({
        $or: [{ occurredAt: { $lt: occurredAt } }, { occurredAt, _id: { $lt: violationId } }],
      });
    }
    return this.violations
      .find({ $and: conditions })
      .sort({ occurredAt: -1, _id: -1 })
      .limit(rows)
      .lean<ViolationRecord[]>();
  }

  /** A new one, or the next version of one. */
  async save(violation: ViolationRecord, session: ClientSession): Promise<void> {
    await saveVersion(this.violations, violation, session);
  }
}
