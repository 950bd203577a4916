import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { OffenderDocument } from './offenders.types';

const inForceSchema = new Schema<OffenderDocument['inForce'][number]>(
  { caseId: { type: String, required: true }, on: { type: String, required: true } },
  { _id: false },
);

const offenderSchema = new Schema<OffenderDocument>(
  {
    _id: { type: String, required: true },
    inForce: { type: [inForceSchema], required: true },
    version: { type: Number, required: true },
  },
  { collection: 'offenders', versionKey: false, minimize: false },
);

export const OFFENDERS = { name: 'offenders', schema: offenderSchema };

/** People with cases, found by person and not by account or licence: a new licence does not make a first offence. */
@Injectable()
export class OffendersStore {
  constructor(@InjectModel(OFFENDERS.name) private readonly offenders: Model<OffenderDocument>) {}

  /** Of somebody without cases: an empty one. */
  async find(personKey: string, session?: ClientSession): Promise<OffenderDocument> {
    const stored = await this.offenders
      .findById(personKey, null, { session })
      .lean<OffenderDocument>();
    return stored ?? { _id: personKey, inForce: [], version: 0 };
  }

  async findAll(personKeys: readonly string[]): Promise<Map<string, OffenderDocument>> {
    const stored = await this.offenders
      .find({ _id: { $in: personKeys } })
      .lean<OffenderDocument[]>();
    return new Map(stored.map((offender) => [offender._id, offender]));
  }

  async save(offender: OffenderDocument, session: ClientSession): Promise<void> {
    await saveVersion(this.offenders, offender, session);
  }
}
