import type { DifferenceKind, DifferenceStatus } from '@demerit/contracts';
import { collection, save } from '@demerit/messaging';
import type { PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { differenceDocument, type DifferenceDocument } from './differences.types';

export const DIFFERENCES = collection('differences', differenceDocument, [
  { name: 'newest', key: { foundAt: -1, _id: -1 } },
  { name: 'payment', key: { paymentId: 1 } },
  { name: 'queue', key: { status: 1, foundAt: 1 } },
]);

@Injectable()
export class DifferencesStore {
  constructor(
    @InjectModel(DIFFERENCES.name) private readonly differences: Model<DifferenceDocument>,
  ) {}

  async find(differenceId: string, session?: ClientSession): Promise<DifferenceDocument | null> {
    return this.differences.findById(differenceId, null, { session }).lean<DifferenceDocument>();
  }

  /** Newest first. */
  async page(
    status: DifferenceStatus | undefined,
    { after, rows }: PageRequest,
  ): Promise<DifferenceDocument[]> {
    const [at, id] = after ?? [];
    const foundAt = new Date(Number(at));
    const older = { $or: [{ foundAt: { $lt: foundAt } }, { foundAt, _id: { $lt: id } }] };
    return this.differences
      .find({ ...(status && { status }), ...(after && older) })
      .sort({ foundAt: -1, _id: -1 })
      .limit(rows)
      .lean<DifferenceDocument[]>();
  }

  /** One that is stored already stays as it was found first. */
  async note(
    { _id, ...found }: Omit<DifferenceDocument, 'version'>,
    session: ClientSession,
  ): Promise<void> {
    const first = { ...found, version: 1 };
    await this.differences.updateOne({ _id }, { $setOnInsert: first }, { session, upsert: true });
  }

  async save(difference: DifferenceDocument, session: ClientSession): Promise<DifferenceDocument> {
    return save(this.differences, difference, session);
  }

  /** Those of a payment that are open, of these kinds. */
  async openOf(
    paymentId: string,
    kinds: readonly DifferenceKind[],
    session: ClientSession,
  ): Promise<DifferenceDocument[]> {
    return this.differences
      .find({ paymentId, status: 'open', kind: { $in: kinds } }, null, { session })
      .lean<DifferenceDocument[]>();
  }
}
