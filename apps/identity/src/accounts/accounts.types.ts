import { LANGUAGES, ROLES } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

export const PHONE_FIELD = 'accounts.phone';

export const accountDocument = closed({
  _id: t.String(),
  /** LookupKeys.phoneKey: one account a number. The account's own id where it has none. */
  phoneKey: t.String(),
  /** Absent: nobody logs into it. */
  phone: t.Optional(field.encrypted(PHONE_FIELD)),
  roles: t.Array(field.oneOf(ROLES)),
  /** In which its holder read here at the newest log-in that said so. */
  language: t.Optional(field.oneOf(LANGUAGES)),
  createdAt: field.date,
  /** While it is being closed: since when, by the real clock, and under which phone it was logged into. */
  closing: t.Optional(
    closed({
      state: field.oneOf(['asked', 'decided', 'taken_back']),
      since: field.date,
      phoneKey: t.String(),
      /** Whether a paper must go on naming its person. */
      isNamed: t.Boolean(),
    }),
  ),
  /** All that is left is a pseudonym. */
  closedAt: t.Optional(field.date),
  version: field.count,
});
export type AccountDocument = Static<typeof accountDocument>;

/** Its person is closing it, or has. */
export function isClosing({ closing, closedAt }: AccountDocument): boolean {
  return closedAt !== undefined || closing !== undefined;
}

/** Nobody logs into it any more; what others have of it names a pseudonym. */
export function isClosed({ closing, closedAt }: AccountDocument): boolean {
  return closedAt !== undefined || closing?.state === 'decided';
}
