import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { OffenderState } from './sanctions.types';

const inForceSchema = new Schema<OffenderState['inForce'][number]>(
  { caseId: { type: String, required: true }, on: { type: String, required: true } },
  { _id: false },
);

const offenderSchema = new Schema<OffenderState>(
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
  constructor(@InjectModel(OFFENDERS.name) private readonly offenders: Model<OffenderState>) {}

  /** Of somebody without cases: an empty one. */
  async find(personKey: string, session?: ClientSession): Promise<OffenderState> {
    const stored = await this.offenders
      .findById(personKey, null, { session })
      .lean<OffenderState>();
    return stored ?? { _id: personKey, inForce: [], version: 0 };
  }

  async findAll(personKeys: readonly string[]): Promise<Map<string, OffenderState>> {
    const stored = await this.offenders.find({ _id: { $in: personKeys } }).lean<OffenderState[]>();
    return new Map(stored.map((offender) => [offender._id, offender]));
  }

  async save(offender: OffenderState, session: ClientSession): Promise<void> {
    await saveVersion(this.offenders, offender, session);
  }
}
