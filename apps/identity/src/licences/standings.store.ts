import type { Standing } from '@demerit/contracts';
import { insertOnce } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';

/** A licence's point service as the ledger last said it by event: what is shown while the ledger does not answer. */
export interface StandingRow extends Standing {
  /** The licence. */
  _id: string;
}

export const standingSchema = new Schema<StandingRow>(
  { _id: String, status: String, reason: String, since: String, version: Number },
  { collection: 'standings', versionKey: false },
);

@Injectable()
export class StandingsStore {
  constructor(@InjectModel('standings') private readonly rows: Model<StandingRow>) {}

  async find(licenceId: string): Promise<StandingRow | undefined> {
    return (await this.rows.findById(licenceId).lean()) ?? undefined;
  }

  /** Keeps the newest version, whatever the order of arrival. */
  async learn(row: StandingRow, session: ClientSession): Promise<void> {
    const known = await this.rows.findById(row._id).session(session).lean();
    if (known && known.version >= row.version) return;
    if (known) await this.rows.replaceOne({ _id: row._id }, row, { session });
    else await insertOnce(this.rows, [row], session);
  }
}
