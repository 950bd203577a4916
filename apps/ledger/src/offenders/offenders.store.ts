import { collection, save } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { offenderDocument, type OffenderDocument } from './offenders.types';

export const OFFENDERS = collection('offenders', offenderDocument);

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
    await save(this.offenders, offender, session);
  }
}
