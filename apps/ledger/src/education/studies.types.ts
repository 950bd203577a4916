import { STUDY_KINDS } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

/** A study that reduced points. */
export const studyDocument = closed({
  /** Kind and number of the certificate: one certificate reduces points once. */
  _id: t.String(),
  studyId: t.String(),
  kind: field.oneOf(STUDY_KINDS),
  licenceId: t.String(),
  accountId: t.String(),
  cycleStartsOn: field.day,
  /** Taken off. */
  points: field.count,
  at: field.instant,
});
export type StudyDocument = Static<typeof studyDocument>;
