import { insertOnce } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { StudyDocument } from './studies.types';

const studySchema = new Schema<StudyDocument>(
  {
    _id: { type: String, required: true },
    studyId: { type: String, required: true },
    kind: { type: String, required: true },
    licenceId: { type: String, required: true },
    accountId: { type: String, required: true },
    cycleStartsOn: { type: String, required: true },
    points: { type: Number, required: true },
    at: { type: String, required: true },
  },
  { collection: 'studies', versionKey: false, minimize: false },
).index({ licenceId: 1, cycleStartsOn: 1 }, { name: 'cycle' });

export const STUDIES = { name: 'studies', schema: studySchema };

/** Studies that reduced points, one a certificate. */
@Injectable()
export class StudiesStore {
  constructor(@InjectModel(STUDIES.name) private readonly studies: Model<StudyDocument>) {}

  async isUsed(certificateId: string, session: ClientSession): Promise<boolean> {
    return (await this.studies.exists({ _id: certificateId }).session(session)) !== null;
  }

  /** Points taken off in a licence's cycle. */
  async reducedIn(
    licenceId: string,
    cycleStartsOn: string,
    session: ClientSession,
  ): Promise<number> {
    const studies = await this.studies
      .find({ licenceId, cycleStartsOn }, { points: 1 }, { session })
      .lean<Pick<StudyDocument, 'points'>[]>();
    return studies.reduce((sum, { points }) => sum + points, 0);
  }

  async add(study: StudyDocument, session: ClientSession): Promise<void> {
    await insertOnce(this.studies, [study], session);
  }
}
