import { closed, field, t, type Static } from '@demerit/messaging';

/** One family of refresh tokens; `generation` numbers the newest. The tokens follow from both and the service's key. */
export const sessionDocument = closed({
  _id: t.String(),
  accountId: t.String(),
  startedAt: field.date,
  generation: field.count,
  rotatedAt: field.date,
  expiresAt: field.date,
});
export type SessionDocument = Static<typeof sessionDocument>;

export type Session = Pick<SessionDocument, 'generation' | 'rotatedAt' | 'expiresAt'>;
