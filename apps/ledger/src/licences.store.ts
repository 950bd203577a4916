import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { LicenceState, StandingState, UnpaidPoints } from './ledger.types';

export const standingSchema = new Schema<StandingState>(
  {
    status: { type: String, required: true },
    reason: String,
    since: String,
    version: { type: Number, required: true },
    targetId: String,
  },
  { _id: false },
);

const unpaidSchema = new Schema<UnpaidPoints>(
  { handlingId: { type: String, required: true }, points: { type: Number, required: true } },
  { _id: false },
);

const licenceSchema = new Schema<LicenceState>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true },
    personKey: { type: String, required: true },
    firstIssuedOn: { type: String, required: true },
    claimVersion: { type: Number, required: true },
    cycleStartsOn: { type: String, required: true },
    seq: { type: Number, required: true },
    lastHash: { type: String },
    balance: { type: Number, required: true },
    pending: { type: Number, required: true },
    unpaid: { type: [unpaidSchema], required: true },
    standing: { type: standingSchema, required: true },
    version: { type: Number, required: true },
  },
  { collection: 'licences', versionKey: false, minimize: false },
).index({ accountId: 1, claimVersion: -1 }, { name: 'account' });

export const LICENCES = { name: 'licences', schema: licenceSchema };

/** One small document a licence: where its account stands. Every entry is written together with it. */
@Injectable()
export class LicencesStore {
  constructor(@InjectModel(LICENCES.name) private readonly licences: Model<LicenceState>) {}

  async find(licenceId: string, session?: ClientSession): Promise<LicenceState | null> {
    return this.licences.findById(licenceId, null, { session }).lean<LicenceState>();
  }

  /** The licence an account claimed last; a person has one at a time. */
  async ofAccount(accountId: string): Promise<LicenceState | null> {
    return this.licences.findOne({ accountId }).sort({ claimVersion: -1 }).lean<LicenceState>();
  }

  async save(licence: LicenceState, session: ClientSession): Promise<void> {
    await saveVersion(this.licences, licence, session);
  }

  /** All of them, for checking. */
  all(): AsyncIterable<LicenceState> {
    return this.licences.find().lean<LicenceState[]>().cursor();
  }
}
