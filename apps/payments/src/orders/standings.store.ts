import { collection } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import {
  standingsDocument,
  type Driver,
  type StandingChange,
  type StandingsDocument,
} from './standings.types';

export const STANDINGS = collection('standings', standingsDocument);

@Injectable()
export class StandingsStore {
  constructor(@InjectModel(STANDINGS.name) private readonly standings: Model<StandingsDocument>) {}

  /** Oldest first. */
  async find(
    { accountId, licenceId }: Driver,
    session?: ClientSession,
  ): Promise<readonly StandingChange[]> {
    const rows = await this.standings
      .find({ _id: { $in: [accountId, licenceId] } }, null, { session })
      .lean<StandingsDocument[]>();
    const own = rows.find(({ _id }) => _id === accountId);
    return (own ?? rows[0])?.changes ?? [];
  }

  async save(
    { accountId }: Driver,
    changes: readonly StandingChange[],
    session: ClientSession,
  ): Promise<void> {
    await this.standings.updateOne(
      { _id: accountId },
      { $set: { changes }, $setOnInsert: { ordersOpened: 0 } },
      { session, upsert: true },
    );
  }

  /** With the changes that were found. */
  async touch(
    { accountId }: Driver,
    changes: readonly StandingChange[],
    session: ClientSession,
  ): Promise<void> {
    await this.standings.updateOne(
      { _id: accountId },
      { $inc: { ordersOpened: 1 }, $setOnInsert: { changes } },
      { session, upsert: true },
    );
  }
}
