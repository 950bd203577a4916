import type { PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { Session } from './sessions.rules';

export interface SessionRow extends Session {
  _id: string;
  accountId: string;
  startedAt: Date;
}

export const sessionSchema = new Schema<SessionRow>(
  {
    _id: String,
    accountId: String,
    startedAt: Date,
    generation: Number,
    rotatedAt: Date,
    expiresAt: Date,
  },
  { collection: 'sessions', versionKey: false },
);
sessionSchema.index({ accountId: 1, _id: -1 }, { name: 'account' });
sessionSchema.index({ expiresAt: 1 }, { name: 'ttl', expireAfterSeconds: 0 });

/** A session that ended has no row: none of its tokens renews it. */
@Injectable()
export class SessionsStore {
  constructor(@InjectModel('sessions') private readonly rows: Model<SessionRow>) {}

  async find(sessionId: string): Promise<SessionRow | undefined> {
    return (await this.rows.findById(sessionId).lean()) ?? undefined;
  }

  async insert(row: SessionRow, session: ClientSession): Promise<void> {
    await this.rows.insertMany([row], { session });
  }

  /** One atomic step from the generation before; false when another rotation or the end came first. */
  async advance(sessionId: string, next: Session): Promise<boolean> {
    const { matchedCount } = await this.rows.updateOne(
      { _id: sessionId, generation: next.generation - 1 },
      { $set: next },
    );
    return matchedCount === 1;
  }

  async end(sessionId: string): Promise<void> {
    await this.rows.deleteOne({ _id: sessionId });
  }

  /** False when it is not the account's, or not there. */
  async endOf(accountId: string, sessionId: string): Promise<boolean> {
    const { deletedCount } = await this.rows.deleteOne({ _id: sessionId, accountId });
    return deletedCount === 1;
  }

  /** Newest first; those alive at `now`. Sort key: the id. */
  async list(accountId: string, now: Date, { rows, after }: PageRequest): Promise<SessionRow[]> {
    const older = after === undefined ? {} : { _id: { $lt: after[0] } };
    return this.rows
      .find({ accountId, expiresAt: { $gt: now }, ...older })
      .sort({ _id: -1 })
      .limit(rows)
      .lean();
  }
}
