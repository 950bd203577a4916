import { collection, findById, save } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { targetDocument, type TargetDocument } from './review.types';

export const TARGETS = collection('targets', targetDocument, [
  // However many attempts race: one listing a person or vehicle.
  {
    name: 'open-person',
    key: { accountId: 1 },
    unique: true,
    partialFilterExpression: { open: true, kind: 'licence' },
  },
  {
    name: 'open-vehicle',
    key: { subjectId: 1 },
    unique: true,
    partialFilterExpression: { open: true, kind: 'vehicle' },
  },
  { name: 'list', key: { open: 1, _id: -1 } },
  { name: 'account', key: { accountId: 1, _id: -1 }, sparse: true },
]);

/** The key review list. */
@Injectable()
export class TargetsStore {
  constructor(@InjectModel(TARGETS.name) private readonly targets: Model<TargetDocument>) {}

  async find(targetId: string, session?: ClientSession): Promise<TargetDocument | null> {
    return findById(this.targets, targetId, session);
  }

  async save(target: TargetDocument, session: ClientSession): Promise<TargetDocument> {
    return save(this.targets, target, session);
  }

  /** Open ones, newest first: ids sort like the time they were made. */
  async page(rows: number, beforeId?: string): Promise<TargetDocument[]> {
    return this.targets
      .find({ open: true, ...(beforeId && { _id: { $lt: beforeId } }) })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<TargetDocument[]>();
  }

  /** The one by which a person is on the list. */
  async openOf(accountId: string): Promise<TargetDocument | null> {
    return this.targets.findOne({ accountId, open: true }).lean<TargetDocument>();
  }

  /** Whatever became of them, newest first. */
  async ofAccount(accountId: string, rows: number): Promise<TargetDocument[]> {
    return this.targets.find({ accountId }).sort({ _id: -1 }).limit(rows).lean<TargetDocument[]>();
  }

  /** Granted by all reviews, a licence or vehicle, for checking. */
  async extraSlots(): Promise<Map<string, number>> {
    const granted = new Map<string, number>();
    const released = this.targets.find({ 'steps.extraSlots': { $gt: 0 } }).lean<TargetDocument[]>();
    for await (const { subjectId, steps } of released.cursor()) {
      for (const { licenceId: to = subjectId, extraSlots } of steps)
        granted.set(to, (granted.get(to) ?? 0) + extraSlots);
    }
    return granted;
  }

  /** For checking, and once after a start. */
  async allOpen(): Promise<TargetDocument[]> {
    return this.targets.find({ open: true }).lean<TargetDocument[]>();
  }
}
