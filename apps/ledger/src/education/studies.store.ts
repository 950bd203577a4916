import { collection, insertOnce } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { CertificateDocument } from './certificates.types';
import { studyOf } from './studies.rules';
import { studyDocument, type StudyDocument } from './studies.types';

export const STUDIES = collection('studies', studyDocument, [
  { name: 'cycle', key: { licenceId: 1, cycleStartsOn: 1 } },
]);

/** Studies that reduced points, one a certificate. */
@Injectable()
export class StudiesStore {
  constructor(@InjectModel(STUDIES.name) private readonly studies: Model<StudyDocument>) {}

  /** The numbers of those certificates that have reduced points. */
  async usedAmong(
    certificates: readonly CertificateDocument[],
    session: ClientSession,
  ): Promise<Set<string>> {
    const ids = new Map(certificates.map(({ kind, _id }) => [studyOf(kind, _id), _id]));
    const used = await this.studies
      .find({ _id: { $in: [...ids.keys()] } }, { _id: 1 }, { session })
      .lean<{ _id: string }[]>();
    return new Set(used.flatMap(({ _id }) => ids.get(_id) ?? []));
  }

  async add(study: StudyDocument, session: ClientSession): Promise<void> {
    await insertOnce(this.studies, [study], session);
  }
}
