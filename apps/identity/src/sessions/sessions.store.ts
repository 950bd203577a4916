import { collection, insertOnce } from '@demerit/messaging';
import type { PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { sessionDocument, type Session, type SessionDocument } from './sessions.types';

export const SESSIONS = collection('sessions', sessionDocument, [
  { name: 'account', key: { accountId: 1, _id: -1 } },
  { name: 'ttl', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
]);

/** A session that ended has no row: none of its tokens renews it. */
@Injectable()
export class SessionsStore {
  constructor(@InjectModel(SESSIONS.name) private readonly rows: Model<SessionDocument>) {}

  async find(sessionId: string): Promise<SessionDocument | undefined> {
    return (await this.rows.findById(sessionId).lean()) ?? undefined;
  }

  async insert(row: SessionDocument, session: ClientSession): Promise<void> {
    await insertOnce(this.rows, [row], session);
  }

  async markSecondFactor(sessionId: string, session: ClientSession): Promise<void> {
    await this.rows.updateOne({ _id: sessionId }, { $set: { secondFactor: true } }, { session });
  }

  /** There is none any more, whichever session had it. */
  async unmarkSecondFactor(accountId: string, session: ClientSession): Promise<void> {
    await this.rows.updateMany({ accountId }, { $unset: { secondFactor: 1 } }, { session });
  }

  /** One atomic step from the generation before; false when another rotation or the end came first. */
  async advance(sessionId: string, next: Session): Promise<boolean> {
    const { matchedCount } = await this.rows.updateOne(
      { _id: sessionId, generation: next.generation - 1 },
      { $set: next },
    );
    return matchedCount === 1;
  }

  /** False when it is not the account's, or not there. */
  async remove(accountId: string, sessionId: string, session: ClientSession): Promise<boolean> {
    const { deletedCount } = await this.rows.deleteOne({ _id: sessionId, accountId }, { session });
    return deletedCount === 1;
  }

  async idsOf(accountId: string, session: ClientSession): Promise<string[]> {
    const rows = await this.rows.find({ accountId }, { _id: 1 }).session(session).lean();
    return rows.map(({ _id }) => _id);
  }

  async idsWithSecondFactor(accountId: string, session: ClientSession): Promise<string[]> {
    const having = { accountId, secondFactor: true };
    const rows = await this.rows.find(having, { _id: 1 }).session(session).lean();
    return rows.map(({ _id }) => _id);
  }

  async removeAll(sessionIds: readonly string[], session: ClientSession): Promise<void> {
    await this.rows.deleteMany({ _id: { $in: sessionIds } }, { session });
  }

  /** Newest first; those alive at `now`. Sort key: the id. */
  async list(
    accountId: string,
    now: Date,
    { rows, after }: PageRequest,
  ): Promise<SessionDocument[]> {
    const older = after === undefined ? {} : { _id: { $lt: after[0] } };
    return this.rows
      .find({ accountId, expiresAt: { $gt: now }, ...older })
      .sort({ _id: -1 })
      .limit(rows)
      .lean();
  }
}
