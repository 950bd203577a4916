import { closed, collection, field, insertOnce, t, type Static } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';

/** A person's point service as the ledger last said it by event: what is shown while the ledger does not answer. */
const standingDocument = closed({
  /** The account. */
  _id: t.String(),
  status: field.oneOf(['active', 'suspended']),
  reason: t.Optional(t.String()),
  since: t.Optional(field.instant),
  version: field.count,
});
type StandingDocument = Static<typeof standingDocument>;

export const STANDINGS = collection('standings', standingDocument);

@Injectable()
export class StandingsStore {
  constructor(@InjectModel(STANDINGS.name) private readonly rows: Model<StandingDocument>) {}

  async find(accountId: string): Promise<StandingDocument | undefined> {
    return (await this.rows.findById(accountId).lean()) ?? undefined;
  }

  /** Keeps the newest version, whatever the order of arrival. */
  async put(row: StandingDocument, session: ClientSession): Promise<void> {
    const stored = await this.rows.findById(row._id).session(session).lean();
    if (stored && stored.version >= row.version) return;
    if (stored) await this.rows.replaceOne({ _id: row._id }, row, { session });
    else await insertOnce(this.rows, [row], session);
  }

  /** All of an account's. */
  async removeOf(accountId: string): Promise<void> {
    await this.rows.deleteMany({ _id: accountId });
  }
}
