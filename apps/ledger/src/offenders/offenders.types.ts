import { closed, field, t, type Static } from '@demerit/messaging';

/** The cases of a person that are in force, in the order in which they came to be. One document a person, so that two cases cannot both be the first. */
export const offenderDocument = closed({
  /** The personKey. */
  _id: t.String(),
  inForce: t.Array(closed({ caseId: t.String(), on: field.day })),
  version: field.count,
});
export type OffenderDocument = Static<typeof offenderDocument>;
