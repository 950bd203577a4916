import type { Standing } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';

/** A licence's standing as last heard; every order that opens touches it, so that opening and suspending collide. */
export interface StandingRow {
  _id: string;
  standing?: Standing;
  ordersOpened: number;
}

export const STANDINGS = {
  name: 'standings',
  schema: new Schema<StandingRow>(
    {
      _id: String,
      standing: {
        type: new Schema(
          { status: String, reason: String, since: String, confirmed: Boolean, version: Number },
          { _id: false },
        ),
      },
      ordersOpened: { type: Number, default: 0 },
    },
    { versionKey: false },
  ),
};

@Injectable()
export class StandingsStore {
  constructor(@InjectModel(STANDINGS.name) private readonly standings: Model<StandingRow>) {}

  async find(licenceId: string, session?: ClientSession): Promise<Standing | undefined> {
    const row = await this.standings.findById(licenceId, null, { session }).lean<StandingRow>();
    return row?.standing;
  }

  async save(licenceId: string, standing: Standing, session: ClientSession): Promise<void> {
    await this.standings.updateOne(
      { _id: licenceId },
      { $set: { standing } },
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
