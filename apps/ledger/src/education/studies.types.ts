import type { StudyKind } from '@demerit/contracts';

/** A study that reduced points. */
export interface StudyDocument {
  /** Kind and certificate: one certificate reduces points once. */
  _id: string;
  studyId: string;
  kind: StudyKind;
  licenceId: string;
  accountId: string;
  cycleStartsOn: string;
  /** Taken off. */
  points: number;
  at: string;
}
