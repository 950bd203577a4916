import type { DifferenceKind, DifferenceStatus } from '@demerit/contracts';
import { saveVersion } from '@demerit/messaging';
import type { PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { DifferenceRecord } from './differences.rules';

const text = { type: String, required: true };

const differenceSchema = new Schema<DifferenceRecord>(
  {
    _id: text,
    kind: text,
    status: text,
    provider: text,
    paymentId: text,
    orderId: String,
    expectedFen: Number,
    foundFen: Number,
    foundAt: { type: Date, required: true },
    reason: String,
    version: { type: Number, required: true },
  },
  { collection: 'differences', versionKey: false },
)
  .index({ foundAt: -1, _id: -1 }, { name: 'newest' })
  .index({ paymentId: 1 }, { name: 'payment' });

export const DIFFERENCES = { name: 'differences', schema: differenceSchema };

@Injectable()
export class DifferencesStore {
  constructor(
    @InjectModel(DIFFERENCES.name) private readonly differences: Model<DifferenceRecord>,
  ) {}

  async find(differenceId: string, session?: ClientSession): Promise<DifferenceRecord | null> {
    return this.differences.findById(differenceId, null, { session }).lean<DifferenceRecord>();
  }

  /** Newest first. */
  async page(
    status: DifferenceStatus | undefined,
    { after, rows }: PageRequest,
  ): Promise<DifferenceRecord[]> {
    const [at, id] = after ?? [];
    const foundAt = new Date(at ?? '');
    const older = { $or: [{ foundAt: { $lt: foundAt } }, { foundAt, _id: { $lt: id } }] };
    return this.differences
      .find({ ...(status && { status }), ...(after && older) })
      .sort({ foundAt: -1, _id: -1 })
      .limit(rows)
      .lean<DifferenceRecord[]>();
  }

  /** One that is known already stays as it was found first. */
  async note(found: DifferenceRecord, session: ClientSession): Promise<void> {
    const { _id, ...rest } = found;
    await this.differences.updateOne({ _id }, { $setOnInsert: rest }, { session, upsert: true });
  }

  async save(difference: DifferenceRecord, session: ClientSession): Promise<void> {
    await saveVersion(this.differences, difference, session);
  }

  /** Those of a payment that are open, of these kinds. */
  async openOf(
    paymentId: string,
    kinds: readonly DifferenceKind[],
    session: ClientSession,
  ): Promise<DifferenceRecord[]> {
    return this.differences
      .find({ paymentId, status: 'open', kind: { $in: kinds } }, null, { session })
      .lean<DifferenceRecord[]>();
  }
}
