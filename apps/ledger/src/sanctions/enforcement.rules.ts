import {
  addDays,
  anniversary,
  daysBetween,
  refuse,
  shanghaiDay,
  shanghaiTime,
  startOfShanghaiDay,
  type Refusal,
  type SanctionEnforcementBody,
  type SanctionEvent,
  type SanctionMeasures,
  type SanctionRevocationBody,
} from '@demerit/contracts';
import { reachFullScore } from '../full-score/full-score.rules';
import { post } from '../account/entries.rules';
import { liftHold, placeHold, type LicenceChange } from '../account/holds.rules';
import type { LicenceAccount } from '../account/items.rules';
import type { EntryDocument, LedgerEvent, LicenceDocument, Terms } from '../account/account.types';
import { thresholdsCrossed } from '../reservations/recording.rules';
import { educationsThatCounted, pointsReversed, reverse } from '../reservations/reversal.rules';
import {
  checkLicence,
  checkStep,
  offenceOf,
  stepped,
  type CaseCommand,
  type PersonNow,
} from './cases.rules';
import type { CaseDocument } from './sanctions.types';
import type { OffenderDocument } from '../offenders/offenders.types';

/** A case comes into force, and is revoked. rules.md §5.force. */

/** Everything a step changes, committed together. */
export interface Enforced {
  after: CaseDocument;
  offender: OffenderDocument;
  licence: LicenceDocument;
  entries: EntryDocument[];
  /** Of the licence; the case's own is `caseEvents` of what was saved. */
  events: LedgerEvent[];
}

/** Whom a case comes into force on: what is stored, and what identity says now. */
interface EnforcedOn {
  offender: OffenderDocument;
  licence: LicenceDocument;
  person: PersonNow;
}

/** Under these ids payments opens the orders. */
export interface OrderIds {
  fine: string;
  confiscation: string;
}

/** Holds and penalty points are the ledger's own; the services that own the rest learn of it by the event. The licence is written in any case: a study at the same moment must see the sanction. */
export function enforceCase(
  command: CaseCommand<SanctionEnforcementBody>,
  before: CaseDocument,
  { offender, licence, person }: EnforcedOn,
  orders: OrderIds,
  terms: Terms,
): Enforced | Refusal {
  const impossible = checkStep(command, before, 'in_force') ?? checkLicence(before, person);
  if (impossible) return impossible;
  const { measures } = before;
  if (!measures || offenceOf(before, offender) !== before.offence) {
    return refuse('SANCTION_DECISION_OUTDATED');
  }
  const { now } = terms;
  const today = shanghaiDay(now);
  const { reason } = command.body;
  const after: CaseDocument = {
    ...stepped(before, 'in_force', command.by, now, reason),
    // Whoever closed their account may have come back, and pays by the account that they have.
    accountId: person.registered?.accountId ?? before.accountId,
    ...endsOf(measures, today),
    ...(measures.fineFen > 0 && { fineOrderId: orders.fine }),
    ...(measures.confiscationFen > 0 && { confiscationOrderId: orders.confiscation }),
  };
  const penalised = penalise(licence, before._id, measures.points, terms);
  const changed = withHolds(penalised.licence, after, measures, now);
  const inForce = [...offender.inForce, { caseId: before._id, on: today }];
  return {
    after,
    offender: { ...offender, inForce },
    licence: { ...changed.licence },
    entries: penalised.entries,
    events: [...penalised.events, ...changed.events],
  };
}

/** Undoes what can be undone, and lists what cannot. A case not in force has nothing to undo. */
export function revokeCase(
  command: CaseCommand<SanctionRevocationBody>,
  before: CaseDocument,
  offender: OffenderDocument,
  licence: LicenceDocument,
  account: LicenceAccount,
  terms: Terms,
): Enforced | Refusal {
  const impossible = checkStep(command, before, 'revoked');
  if (impossible) return impossible;
  const { by, body } = command;
  const revoked = stepped(before, 'revoked', by, terms.now, body.reason);
  const { measures, _id: caseId } = before;
  if (before.status !== 'in_force' || !measures) {
    return { after: revoked, offender, licence, entries: [], events: [] };
  }
  const unheld = withoutHolds(licence, caseId, terms.now);
  const restored = unpenalise(unheld.licence, caseId, measures.points, account, terms);
  const notUndone = [
    ...remains(before, measures, offender, terms.now),
    ...(restored.isPartly ? ['penalty_points_cleared'] : []),
    ...restored.educations,
  ];
  const after: CaseDocument = { ...revoked, notUndone };
  const inForce = offender.inForce.filter((one) => one.caseId !== caseId);
  return {
    after,
    offender: { ...offender, inForce },
    licence: { ...restored.licence },
    entries: restored.entries,
    events: [...unheld.events, ...restored.events],
  };
}

/** The event of a step of a case, in the version that was saved. What is only gathered, or was dropped before the notice, the person concerned does not learn of. rules.md §5.case.told */
export function caseEvents(before: CaseDocument | undefined, saved: CaseDocument): LedgerEvent[] {
  const { measures, _id: key, version: seq, status } = saved;
  switch (status) {
    case 'in_force':
      return measures ? [inForceEvent(saved, measures)] : [];
    case 'revoked': {
      const was = before?.status;
      if (was === 'opened') return [];
      const type = was === 'in_force' ? 'sanction.revoked' : 'sanction.dropped';
      return [{ type, key, seq, payload: eventOf(saved) }];
    }
    case 'noticed':
    case 'decided':
      return [{ type: `sanction.${status}`, key, seq, payload: eventOf(saved) }];
    case 'opened':
      return [];
  }
}

/** The same day of the month so many months later, or its last day. */
export function monthsAfter(day: string, months: number): string {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const same = firstDayOf(count).slice(0, 8) + day.slice(8);
  const last = addDays(firstDayOf(count + 1), -1);
  return same < last ? same : last;
}

/** Months counted from the year 0. */
function firstDayOf(month: number): string {
  const year = String(Math.floor(month / 12));
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}

/** Measures run from the day on which the case comes into force. Holds end at 00:00 of the day given here. */
function endsOf(
  { suspensionMonths, banYears }: SanctionMeasures,
  today: string,
): Pick<CaseDocument, 'suspendedUntil' | 'bannedUntil'> {
  const at = (day: string): string => shanghaiTime(startOfShanghaiDay(day));
  return {
    ...(suspensionMonths > 0 && { suspendedUntil: at(monthsAfter(today, suspensionMonths)) }),
    ...(banYears > 0 && {
      bannedUntil: at(anniversary(today, Number(today.slice(0, 4)) + banYears)),
    }),
  };
}

function withHolds(
  licence: LicenceDocument,
  { _id: causeId, suspendedUntil, bannedUntil }: CaseDocument,
  { revokesLicence }: SanctionMeasures,
  now: Date,
): LicenceChange {
  const suspended: LicenceChange = suspendedUntil
    ? placeHold(licence, { kind: 'suspended', until: suspendedUntil, causeId }, now)
    : { licence, events: [] };
  if (!revokesLicence) return suspended;
  const until = bannedUntil && { until: bannedUntil };
  const revoked = placeHold(suspended.licence, { kind: 'revoked', ...until, causeId }, now);
  return { licence: revoked.licence, events: [...suspended.events, ...revoked.events] };
}

function withoutHolds(licence: LicenceDocument, causeId: string, now: Date): LicenceChange {
  const lifted = liftHold(licence, causeId, now);
  if (lifted.events.length === 0) return lifted;
  const next = withoutHolds(lifted.licence, causeId, now);
  return { licence: next.licence, events: [...lifted.events, ...next.events] };
}

interface Penalty extends LicenceChange {
  entries: EntryDocument[];
}

function penalise(
  licence: LicenceDocument,
  causeId: string,
  points: number,
  terms: Terms,
): Penalty {
  if (points === 0) return { licence, entries: [], events: [] };
  const recordedAt = terms.now.toISOString();
  const posting = post(licence, { type: 'seller_penalty', points, causeId, recordedAt }, terms);
  const { entry } = posting;
  const changed = reachFullScore(posting.licence, entry, terms);
  const crossed = thresholdsCrossed(licence.accountId, entry);
  return { ...changed, entries: posting.entries, events: [...crossed, ...changed.events] };
}

function unpenalise(
  licence: LicenceDocument,
  causeId: string,
  points: number,
  account: LicenceAccount,
  terms: Terms,
): Penalty & { isPartly: boolean; educations: string[] } {
  if (points === 0) return { licence, entries: [], events: [], isPartly: false, educations: [] };
  const reversed = reverse(licence, { causeId }, account, terms);
  const event = pointsReversed(reversed.licence, reversed.entry, { caseId: causeId });
  return {
    licence: reversed.licence,
    entries: reversed.entries,
    events: [event, ...reversed.events],
    isPartly: reversed.entry.points < points,
    educations: educationsThatCounted(licence, reversed.fullScoresLost),
  };
}

/** What a revocation leaves as it was: named, so that somebody can make up for it. */
function remains(
  { _id, role, decisionNumbers, suspendedUntil, bannedUntil }: CaseDocument,
  { detentionDays }: SanctionMeasures,
  { inForce }: OffenderDocument,
  now: Date,
): string[] {
  const position = inForce.findIndex(({ caseId }) => caseId === _id);
  const since = inForce[position]?.on ?? shanghaiDay(now);
  const wasWithoutLicence =
    Boolean(suspendedUntil ?? bannedUntil) && daysBetween(since, shanghaiDay(now)) > 0;
  const later = position === -1 ? [] : inForce.slice(position + 1);
  return [
    ...(detentionDays > 0 ? ['detention'] : []),
    ...(wasWithoutLicence ? ['days_without_licence'] : []),
    ...(decisionNumbers.length > 0 ? ['decisions_revoked'] : []),
    ...(role === 'seller' ? ['bindings_ended'] : []),
    ...later.map(({ caseId }) => `counted_in_case:${caseId}`),
  ];
}

function inForceEvent(after: CaseDocument, measures: SanctionMeasures): LedgerEvent {
  const { suspendedUntil, bannedUntil } = after;
  const { fineFen, confiscationFen, points, detentionDays } = measures;
  const payload = {
    ...eventOf(after),
    fineFen,
    confiscationFen,
    points,
    detentionDays,
    ...(suspendedUntil && { suspendedUntil }),
    ...(bannedUntil && { bannedUntil }),
  };
  return { type: 'sanction.in-force', key: after._id, seq: after.version, payload };
}

function eventOf(after: CaseDocument): SanctionEvent {
  const { _id: caseId, policyId, role, accountId, personKey, licenceId, decisionNumbers } = after;
  const { fineOrderId, confiscationOrderId, version, steps } = after;
  if (role === undefined) throw new Error(`case ${caseId} is noticed without a role`);
  return {
    caseId,
    policyId,
    role,
    accountId,
    personKey,
    licenceId,
    decisionNumbers,
    ...(fineOrderId && { fineOrderId }),
    ...(confiscationOrderId && { confiscationOrderId }),
    at: steps.at(-1)?.at ?? after.openedAt,
    version,
  };
}
