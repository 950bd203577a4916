import type { ClockState } from '@demerit/contracts';
import { isDuplicateKey } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';

export interface ClockRow extends ClockState {
  _id: string;
}

const CLOCK = 'clock';

export const clockSchema = new Schema<ClockRow>(
  { _id: String, offsetMs: Number, version: Number },
  { collection: 'clock', versionKey: false },
);

@Injectable()
export class ClockStore {
  constructor(@InjectModel('clock') private readonly rows: Model<ClockRow>) {}

  /** Before the first move there is a row too, so that racing moves collide in it. */
  async prepare(): Promise<void> {
    try {
      await this.rows.insertMany([{ _id: CLOCK, offsetMs: 0, version: 0 }]);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async read(session?: ClientSession): Promise<ClockState> {
    const row = await this.rows
      .findById(CLOCK)
      .session(session ?? null)
      .lean();
    if (!row) throw new Error('the clock has no row');
    return { offsetMs: row.offsetMs, version: row.version };
  }

  async save(after: ClockState, session: ClientSession): Promise<void> {
    const { matchedCount } = await this.rows.updateOne(
      { _id: CLOCK, version: after.version - 1 },
      { $set: after },
      { session },
    );
    if (matchedCount === 0) throw new Error('the clock was moved meanwhile');
  }
}
