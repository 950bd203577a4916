import { closed, field, t, type Static } from '@demerit/messaging';

/** A code that was sent and can be used. The digits are not kept: they follow from `codeId` and the service's key. */
const challenge = closed({
  codeId: t.String(),
  /** From where it was asked for: a keyed hash of the address. */
  addressKey: t.String(),
  requestedAt: field.date,
  expiresAt: field.date,
  /** When sending was last started, and when the message had left. */
  sendingSince: field.date,
  sentAt: t.Optional(field.date),
  /** Guesses so far, right or wrong. */
  tries: field.count,
});
export type Challenge = Static<typeof challenge>;

/** How often a number's code was asked for from one address. */
const asked = closed({
  addressKey: t.String(),
  /** Newest. */
  requestedAt: field.date,
  /** On this Shanghai day. */
  day: field.day,
  ofDay: field.count,
});

/** The codes of a number. */
export const phoneCodesDocument = closed({
  /** LookupKeys.phoneKey. */
  _id: t.String(),
  /** Oldest first; one that was used is gone. */
  challenges: t.Array(challenge),
  addresses: t.Array(asked),
  /** Newest, from wherever. */
  requestedAt: field.date,
  /** Codes requested from everywhere on this Shanghai day. */
  day: field.day,
  ofDay: field.count,
  version: field.count,
});
export type PhoneCodesDocument = Static<typeof phoneCodesDocument>;

export type PhoneCodes = Omit<PhoneCodesDocument, '_id' | 'version'>;

/** The codes of a number after one of them was requested or tried, and which it was. */
export interface OneOfCodes {
  codes: PhoneCodes;
  challenge: Challenge;
}
