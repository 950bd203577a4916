import { collection, insertOnce } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { studyDocument, type StudyDocument } from './studies.types';

export const STUDIES = collection('studies', studyDocument, [
  { name: 'cycle', key: { licenceId: 1, cycleStartsOn: 1 } },
]);

/** Studies that reduced points, one a certificate. */
@Injectable()
export class StudiesStore {
  constructor(@InjectModel(STUDIES.name) private readonly studies: Model<StudyDocument>) {}

  async isUsed(certificateId: string, session: ClientSession): Promise<boolean> {
    return (await this.studies.exists({ _id: certificateId }).session(session)) !== null;
  }

  async add(study: StudyDocument, session: ClientSession): Promise<void> {
    await insertOnce(this.studies, [study], session);
  }
}
