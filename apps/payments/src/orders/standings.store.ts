import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { StandingChange } from './freezing.rules';

/** What was heard of a licence's standing; every order that opens touches it, so that opening and suspending collide. */
export interface StandingRow {
  _id: string;
  changes: StandingChange[];
  ordersOpened: number;
}

const changeSchema = new Schema<StandingChange>(
  { version: Number, freezes: Boolean, on: String, asked: Boolean },
  { _id: false },
);

export const STANDINGS = {
  name: 'standings',
  schema: new Schema<StandingRow>(
    { _id: String, changes: [changeSchema], ordersOpened: { type: Number, default: 0 } },
    { versionKey: false },
  ),
};

@Injectable()
export class StandingsStore {
  constructor(@InjectModel(STANDINGS.name) private readonly standings: Model<StandingRow>) {}

  /** Oldest first. */
  async find(licenceId: string, session?: ClientSession): Promise<readonly StandingChange[]> {
    const row = await this.standings.findById(licenceId, null, { session }).lean<StandingRow>();
    return row?.changes ?? [];
  }

  async save(
    licenceId: string,
    changes: readonly StandingChange[],
    session: ClientSession,
  ): Promise<void> {
    await this.standings.updateOne(
      { _id: licenceId },
      { $set: { changes } },
      { session, upsert: true },
    );
  }

  async touch(licenceId: string, session: ClientSession): Promise<void> {
    await this.standings.updateOne(
      { _id: licenceId },
      { $inc: { ordersOpened: 1 } },
      { session, upsert: true },
    );
  }
}
