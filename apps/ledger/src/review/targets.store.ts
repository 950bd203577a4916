import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { ReviewStep, TargetDocument } from './review.types';

const stepSchema = new Schema<ReviewStep>(
  {
    at: { type: String, required: true },
    by: { type: String, required: true },
    decision: { type: String, required: true },
    reason: { type: String, required: true },
    extraSlots: { type: Number, required: true },
  },
  { _id: false },
);

const targetSchema = new Schema<TargetDocument>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    subjectId: { type: String, required: true },
    accountId: String,
    status: { type: String, required: true },
    open: { type: Boolean, required: true },
    reason: { type: String, required: true },
    since: { type: String, required: true },
    attempts: { type: Number, required: true },
    steps: { type: [stepSchema], required: true },
    version: { type: Number, required: true },
  },
  { collection: 'targets', versionKey: false, minimize: false },
)
  // However many attempts race: one listing a subject.
  .index({ subjectId: 1 }, { name: 'open', unique: true, partialFilterExpression: { open: true } });

export const TARGETS = { name: 'targets', schema: targetSchema };

/** The key review list. */
@Injectable()
export class TargetsStore {
  constructor(@InjectModel(TARGETS.name) private readonly targets: Model<TargetDocument>) {}

  async find(targetId: string, session?: ClientSession): Promise<TargetDocument | null> {
    return this.targets.findById(targetId, null, { session }).lean<TargetDocument>();
  }

  async save(target: TargetDocument, session: ClientSession): Promise<void> {
    await saveVersion(this.targets, target, session);
  }

  /** Open ones, newest first: ids sort like the time they were made. */
  async page(rows: number, beforeId?: string): Promise<TargetDocument[]> {
    return this.targets
      .find({ open: true, ...(beforeId && { _id: { $lt: beforeId } }) })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<TargetDocument[]>();
  }

  /** Granted by all reviews of a subject, for checking. */
  async extraSlots(): Promise<Map<string, number>> {
    const granted = new Map<string, number>();
    const released = this.targets.find({ 'steps.extraSlots': { $gt: 0 } }).lean<TargetDocument[]>();
    for await (const { subjectId, steps } of released.cursor()) {
      const slots = steps.reduce((sum, { extraSlots }) => sum + extraSlots, 0);
      granted.set(subjectId, (granted.get(subjectId) ?? 0) + slots);
    }
    return granted;
  }

  /** For checking. */
  async allOpen(): Promise<TargetDocument[]> {
    return this.targets.find({ open: true }).lean<TargetDocument[]>();
  }
}
