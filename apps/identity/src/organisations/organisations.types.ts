import { ORGANISATION_STATUSES } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

export const NAME_FIELD = 'organisations.name';
export const CODE_FIELD = 'organisations.organisationCode';

/** One account's request to act for an organisation, and what became of it. */
export const organisationDocument = closed({
  _id: t.String(),
  accountId: t.String(),
  /** Of the code, as the register of vehicles names its owners. */
  ownerKey: t.String(),
  organisationCode: field.encrypted(CODE_FIELD),
  /** Of a sole trader it is a person's. */
  name: field.encrypted(NAME_FIELD),
  status: field.oneOf(ORGANISATION_STATUSES),
  documentIds: t.Array(t.String()),
  submittedAt: field.date,
  decidedAt: t.Optional(field.date),
  rejectedReason: t.Optional(t.String()),
  /** When an approval last ended, whatever was asked since. */
  actedUntil: t.Optional(field.date),
  /** Submissions on the Shanghai day of the newest, in real time. */
  day: field.day,
  ofDay: field.count,
  version: field.count,
});
export type OrganisationDocument = Static<typeof organisationDocument>;
