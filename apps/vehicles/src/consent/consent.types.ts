import { closed, field, t, type Static } from '@demerit/messaging';

/** How many codes were sent to an owner on a Shanghai day, in domain time. */
export const ownerMessagesDocument = closed({
  /** The owner. */
  _id: t.String(),
  day: field.day,
  ofDay: field.count,
  version: field.count,
});
export type OwnerMessagesDocument = Static<typeof ownerMessagesDocument>;
