import type { ViolationStatus } from '@demerit/contracts';
import { saveVersion, saveVersions } from '@demerit/messaging';
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
    awaitsVehicle: Boolean,
    lookAgainAt: Date,
    version: { type: Number, required: true },
  },
  { collection: 'violations', versionKey: false, minimize: false },
)
  .index({ noticeNumber: 1 }, { name: 'notice_number', unique: true })
  .index({ vehicleId: 1, occurredAt: -1, _id: -1 }, { name: 'vehicle' })
  .index({ evidenceIds: 1 }, { name: 'evidence' })
  .index({ 'handling.accountId': 1, occurredAt: -1, _id: -1 }, { name: 'handling_account' })
  .index(
    { vehicleId: 1, _id: 1 },
    { name: 'awaits_vehicle', partialFilterExpression: { awaitsVehicle: true } },
  )
  .index({ lookAgainAt: 1 }, { name: 'look_again', sparse: true });

export const VIOLATIONS = { name: 'violations', schema: violationSchema };

/** Who may see: the account, with the vehicles it owns or has bound. `isVisible` of violations.rules.ts, as a query. */
export interface Viewer {
  accountId: string;
  vehicleIds: string[];
}

/** Which violations a page of a list holds. */
export interface ViolationsFilter extends Viewer {
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

  /** By id. */
  async findAll(violationIds: string[]): Promise<Map<string, ViolationRecord>> {
    const found = await this.violations
      .find({ _id: { $in: violationIds } })
      .lean<ViolationRecord[]>();
    return new Map(found.map((violation) => [violation._id, violation]));
  }

  /** Of plates that were in no register when they were entered; ids alone, since each is attached by itself. */
  async awaiting(
    vehicleIds: string[],
    rows: number,
  ): Promise<{ _id: string; vehicleId: string }[]> {
    return this.violations
      .find({ vehicleId: { $in: vehicleIds }, awaitsVehicle: true }, { vehicleId: 1 })
      .limit(rows)
      .lean<{ _id: string; vehicleId: string }[]>();
  }

  /** Those of the vehicles that some violation waits for. */
  async awaited(vehicleIds: readonly string[]): Promise<Set<string>> {
    const found = await this.violations
      .find({ vehicleId: { $in: vehicleIds }, awaitsVehicle: true }, { _id: 0, vehicleId: 1 })
      .lean<{ vehicleId: string }[]>();
    return new Set(found.map(({ vehicleId }) => vehicleId));
  }

  async toLookAtAgain(now: Date, rows: number): Promise<{ _id: string; vehicleId: string }[]> {
    return this.violations
      .find({ lookAgainAt: { $lte: now } }, { vehicleId: 1 })
      .limit(rows)
      .lean<{ _id: string; vehicleId: string }[]>();
  }

  async lookedAt(violationIds: string[]): Promise<void> {
    await this.violations.updateMany(
      { _id: { $in: violationIds } },
      { $unset: { lookAgainAt: 1 } },
    );
  }

  async ofNotice(noticeNumber: string, session: ClientSession): Promise<ViolationRecord | null> {
    return this.violations.findOne({ noticeNumber }, null, { session }).lean<ViolationRecord>();
  }

  async ofNotices(
    noticeNumbers: readonly string[],
    session: ClientSession,
  ): Promise<ViolationRecord[]> {
    return this.violations
      .find({ noticeNumber: { $in: noticeNumbers } }, null, { session })
      .lean<ViolationRecord[]>();
  }

  /** Whether one that the viewer sees names the document. */
  async showEvidence(documentId: string, viewer: Viewer): Promise<boolean> {
    const found = await this.violations.exists({
      $and: [{ evidenceIds: documentId }, visibleTo(viewer)],
    });
    return found !== null;
  }

  /** Newest first. */
  async list(filter: ViolationsFilter, rows: number): Promise<ViolationRecord[]> {
    const { accountId, vehicleIds, plateNumber, status, after } = filter;
    const conditions: QueryFilter<ViolationRecord>[] = [visibleTo({ accountId, vehicleIds })];
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

  async saveAll(violations: readonly ViolationRecord[], session: ClientSession): Promise<void> {
    await saveVersions(this.violations, violations, session);
  }

  /** A new one, or the next version of one. */
  async save(violation: ViolationRecord, session: ClientSession): Promise<void> {
    await saveVersion(this.violations, violation, session);
  }
}

function visibleTo({ accountId, vehicleIds }: Viewer): QueryFilter<ViolationRecord> {
  return { $or: [{ vehicleId: { $in: vehicleIds } }, { 'handling.accountId': accountId }] };
}
