import { closed, field, t, type Static } from '@demerit/messaging';

/** One change of a person's standing, as far as it came here. */
const standingChange = closed({
  version: field.count,
  /** Whether orders wait from then on: suspended, and not confirmed. */
  freezes: t.Boolean(),
  /** Shanghai day. */
  on: field.day,
  /** Learned by asking: when it changed is not known for sure until its event says so. */
  asked: t.Optional(t.Boolean()),
});
export type StandingChange = Static<typeof standingChange>;

/** What came of a person's standing, oldest first; every order that opens touches it, so that opening and suspending collide. */
export const standingsDocument = closed({
  /** The account. */
  _id: t.String(),
  changes: t.Array(standingChange),
  ordersOpened: field.count,
});
export type StandingsDocument = Static<typeof standingsDocument>;

export function noStandings(accountId: string): StandingsDocument {
  return { _id: accountId, changes: [], ordersOpened: 0 };
}
