import { closed, field, t, type Static } from '@demerit/messaging';

/** The newest code of a number. The digits are not kept: they follow from `codeId` and the service's key. */
export const codeDocument = closed({
  /** LookupKeys.phoneKey: a number has one code at a time. */
  _id: t.String(),
  codeId: t.String(),
  requestedAt: field.date,
  expiresAt: field.date,
  /** When sending was last started, and when the message had left. */
  sendingSince: field.date,
  sentAt: t.Optional(field.date),
  /** Guesses so far, right or wrong. */
  tries: field.count,
  usedAt: t.Optional(field.date),
  /** Codes requested on this Shanghai day. */
  day: field.day,
  ofDay: field.count,
  version: field.count,
});
export type CodeDocument = Static<typeof codeDocument>;

export type Code = Omit<CodeDocument, '_id' | 'version'>;
