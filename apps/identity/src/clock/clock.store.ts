import type { ClockState } from '@demerit/contracts';
import { closed, collection, field, isDuplicateKey, t, type Static } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';

/** One document. Version 0 is stored too: it is written before the first move. */
const clockDocument = closed({
  _id: t.String(),
  offsetMs: t.Integer(),
  version: field.count,
});

export const CLOCK = collection('clock', clockDocument);

const ID = 'clock';

@Injectable()
export class ClockStore {
  constructor(
    @InjectModel(CLOCK.name) private readonly rows: Model<Static<typeof clockDocument>>,
  ) {}

  /** Before the first move there is a row too, so that racing moves collide in it. */
  async prepare(): Promise<void> {
    try {
      await this.rows.insertMany([{ _id: ID, offsetMs: 0, version: 0 }]);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async read(session?: ClientSession): Promise<ClockState> {
    const row = await this.rows
      .findById(ID)
      .session(session ?? null)
      .lean();
    if (!row) throw new Error('the clock has no row');
    return { offsetMs: row.offsetMs, version: row.version };
  }

  /** Throws when it was moved since `before` was read. */
  async move(before: ClockState, byMs: number, session: ClientSession): Promise<ClockState> {
    const after = { offsetMs: before.offsetMs + byMs, version: before.version + 1 };
    const { matchedCount } = await this.rows.updateOne(
      { _id: ID, version: before.version },
      { $set: after },
      { session },
    );
    if (matchedCount === 0) throw new Error('the clock was moved meanwhile');
    return after;
  }
}
