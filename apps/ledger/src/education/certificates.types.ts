import { STUDY_KINDS } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

/** A certificate of the register of studies. Whether it has reduced points is what `studies` says. */
export const certificateDocument = closed({
  /** Its number. */
  _id: t.String(),
  kind: field.oneOf(STUDY_KINDS),
  licenceId: t.String(),
  completedOn: field.day,
  /** Goes up with each correction, and when it reduces points. */
  version: field.count,
});
export type CertificateDocument = Static<typeof certificateDocument>;
