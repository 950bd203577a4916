import { SANCTION_CASE_STATUSES, SANCTION_POLICIES, SANCTION_ROLES } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

const caseStep = closed({
  at: field.instant,
  by: t.String(),
  status: field.oneOf(SANCTION_CASE_STATUSES),
  reason: t.Optional(t.String()),
});
export type CaseStep = Static<typeof caseStep>;

const answer = closed({
  at: field.instant,
  statement: t.String(),
  documentIds: t.Array(t.String()),
});

const measures = closed({
  fineFen: field.fen,
  confiscationFen: field.fen,
  suspensionMonths: field.count,
  detentionDays: field.count,
  revokesLicence: t.Boolean(),
  banYears: field.count,
  points: field.count,
});

/** A case of point trading. Role, gain and statement are absent only until a case that a review opened is noticed. */
export const caseDocument = closed({
  _id: t.String(),
  status: field.oneOf(SANCTION_CASE_STATUSES),
  policyId: field.oneOf(SANCTION_POLICIES),
  role: t.Optional(field.oneOf(SANCTION_ROLES)),
  licenceId: t.String(),
  accountId: t.String(),
  personKey: t.String(),
  decisionNumbers: t.Array(t.String()),
  gainFen: t.Optional(field.fen),
  statement: t.Optional(t.String()),
  documentIds: t.Array(t.String()),
  /** Of the person concerned, oldest first; absent as long as there is none. */
  writtenAnswers: t.Optional(t.Array(answer)),
  targetId: t.Optional(t.String()),
  /** As of the newest decision: 1 = the person's first in force. */
  offence: t.Optional(field.count),
  measures: t.Optional(measures),
  fineOrderId: t.Optional(t.String()),
  confiscationOrderId: t.Optional(t.String()),
  suspendedUntil: t.Optional(field.instant),
  bannedUntil: t.Optional(field.instant),
  notUndone: t.Optional(t.Array(t.String())),
  openedAt: field.instant,
  steps: t.Array(caseStep),
  version: field.count,
});
export type CaseDocument = Static<typeof caseDocument>;
