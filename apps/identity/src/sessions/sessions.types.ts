import { closed, field, t, type Static } from '@demerit/messaging';

/** One family of refresh tokens; `generation` numbers the newest. The tokens follow from both and the service's key. */
export const sessionDocument = closed({
  _id: t.String(),
  accountId: t.String(),
  startedAt: field.date,
  generation: field.count,
  rotatedAt: field.date,
  /** The end of the newest refresh token, and never later than that of the session. */
  expiresAt: field.date,
  /** What it was logged in from, as its owner recognises it. */
  device: t.Optional(t.String()),
  /** Whether it was logged into with a second factor, or confirmed one. */
  secondFactor: t.Optional(t.Boolean()),
});
export type SessionDocument = Static<typeof sessionDocument>;

export type Session = Pick<SessionDocument, 'generation' | 'rotatedAt' | 'expiresAt'>;
