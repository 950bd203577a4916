import { collection } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { standingsDocument, type StandingChange, type StandingsDocument } from './standings.types';

export const STANDINGS = collection('standings', standingsDocument);

@Injectable()
export class StandingsStore {
  constructor(@InjectModel(STANDINGS.name) private readonly standings: Model<StandingsDocument>) {}

  /** Oldest first. */
  async find(accountId: string, session?: ClientSession): Promise<readonly StandingChange[]> {
    const row = await this.standings
      .findById(accountId, null, { session })
      .lean<StandingsDocument>();
    return row?.changes ?? [];
  }

  async save(
    accountId: string,
    changes: readonly StandingChange[],
    session: ClientSession,
  ): Promise<void> {
    await this.standings.updateOne(
      { _id: accountId },
      { $set: { changes }, $setOnInsert: { ordersOpened: 0 } },
      { session, upsert: true },
    );
  }

  async touch(accountId: string, session: ClientSession): Promise<void> {
    await this.standings.updateOne(
      { _id: accountId },
      { $inc: { ordersOpened: 1 }, $setOnInsert: { changes: [] } },
      { session, upsert: true },
    );
  }
}
