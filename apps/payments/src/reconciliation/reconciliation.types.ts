import { PROVIDERS } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

/** How far the list of a day was compared: the last payment id of it that was, absent before the first page and after the last one. */
const progress = closed({
  day: field.day,
  after: t.Optional(t.String()),
  compared: field.count,
});
export type Progress = Static<typeof progress>;

/** How far a provider's books were compared with ours. */
export const reconciliationDocument = closed({
  _id: field.oneOf(PROVIDERS),
  /** The last Shanghai day that was compared to its end. */
  doneThrough: t.Optional(field.day),
  /** The day being compared. */
  running: t.Optional(progress),
  version: field.count,
});
export type ReconciliationDocument = Static<typeof reconciliationDocument>;
