import { collection, findById, put } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { standingsDocument, type StandingsDocument } from './standings.types';

export const STANDINGS = collection('standings', standingsDocument);

@Injectable()
export class StandingsStore {
  constructor(@InjectModel(STANDINGS.name) private readonly standings: Model<StandingsDocument>) {}

  /** Of somebody of whom nothing came: null. */
  async find(accountId: string, session?: ClientSession): Promise<StandingsDocument | null> {
    return findById(this.standings, accountId, session);
  }

  /** In the place of what was read. */
  async save(
    before: StandingsDocument | null,
    after: StandingsDocument,
    session: ClientSession,
  ): Promise<void> {
    const where = before && { ordersOpened: before.ordersOpened };
    await put(this.standings, after, where, session);
  }
}
