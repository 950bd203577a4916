import { closed, collection, field, saveAll, t, type Static } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';

const countDocument = closed({
  /** The Shanghai day. */
  _id: t.String(),
  figures: field.shaped<Record<string, number>>(t.Record(t.String(), t.Integer())),
  version: field.count,
});
export type CountDocument = Static<typeof countDocument>;

export const COUNTS = collection('counts', countDocument);

/** One small document a day in which something happened. */
@Injectable()
export class CountsStore {
  constructor(@InjectModel(COUNTS.name) private readonly days: Model<CountDocument>) {}

  async within(
    { from, to }: { from: string; to: string },
    session: ClientSession,
  ): Promise<CountDocument[]> {
    return this.days
      .find({ _id: { $gte: from, $lte: to } }, null, { session })
      .lean<CountDocument[]>();
  }

  async ofDays(days: readonly string[], session: ClientSession): Promise<CountDocument[]> {
    return this.days.find({ _id: { $in: days } }, null, { session }).lean<CountDocument[]>();
  }

  /** All of them or, as a lost race, none. */
  async saveAll(days: readonly CountDocument[], session: ClientSession): Promise<void> {
    await saveAll(this.days, days, session);
  }
}
