import {
  checkIfMatch,
  namesOf,
  refuse,
  shanghaiDay,
  auditedChange,
  wording,
  type AllowedMeasures,
  type Person as PersonOfAccount,
  type RegisteredLicence,
  type Refusal,
  type SanctionCaseBody,
  type SanctionCaseStatus,
  type SanctionDecisionBody,
  type SanctionNoticeBody,
  type SanctionPolicyId,
} from '@demerit/contracts';
import type { LicenceDocument, Terms } from '../account/account.types';
import type { TargetDocument } from '../review/review.types';
import { allowedIn, measuresOf } from './policies.rules';
import type { CaseDocument, CaseStep } from './sanctions.types';
import type { OffenderDocument } from '../offenders/offenders.types';

/** The steps of a case up to its decision; what comes after is in `enforcement.rules.ts`. rules.md §5. */

/** What may become of a case. A decision may be taken anew until it is in force; a case may be dropped at any step. */
export const CASE_MOVES: Readonly<Record<SanctionCaseStatus, readonly SanctionCaseStatus[]>> = {
  opened: ['noticed', 'revoked'],
  noticed: ['decided', 'revoked'],
  decided: ['decided', 'in_force', 'revoked'],
  in_force: ['revoked'],
  revoked: [],
};

/** Whose licence it is. */
type Person = Pick<LicenceDocument, '_id' | 'accountId' | 'personKey'>;

/** As identity says it: what the account has, and where it has none whose the licence of the case is. */
export interface PersonNow extends Pick<PersonOfAccount, 'licence'> {
  registered?: Pick<RegisteredLicence, 'accountId' | 'personKey'>;
}

/** What the owners of what a case names say of it. */
export interface CaseFacts {
  /** By number, the licence a decision was made on; undefined: there is no such decision. */
  decisions: ReadonlyMap<string, string | undefined>;
  /** Of the documents named, those the officer has uploaded. */
  documentIds: readonly string[];
}

/** An officer's step as it was sent. */
export interface CaseCommand<Body> {
  by: string;
  ifMatch?: string | undefined;
  body: Body;
}

export function openCase(
  { by, body }: CaseCommand<SanctionCaseBody>,
  person: Person,
  facts: CaseFacts,
  caseId: string,
  { now, policy }: Terms,
): CaseDocument | Refusal {
  const { role, decisionNumbers, gainFen, statement, documentIds } = body;
  const policyId = body.policyId ?? policy.sanctionPolicy;
  const named = { role, decisionNumbers, gainFen, statement, documentIds };
  const opened = { ...newCase(person, policyId, caseId, by, now), ...named };
  return checkCase(opened, facts, now) ?? opened;
}

/** A reviewer confirmed that somebody went beyond the limits for no good reason; the notice says the rest. */
export function openedByReview(
  target: TargetDocument,
  person: Person,
  by: string,
  caseId: string,
  { now, policy }: Terms,
): CaseDocument {
  return { ...newCase(person, policy.sanctionPolicy, caseId, by, now), targetId: target._id };
}

/** The person is given notice of a case that says everything. */
export function giveNotice(
  command: CaseCommand<SanctionNoticeBody>,
  before: CaseDocument,
  facts: CaseFacts,
  now: Date,
): CaseDocument | Refusal {
  const impossible = checkStep(command, before, 'noticed');
  if (impossible) return impossible;
  const complete = { ...before, ...definedOf(command.body) };
  const missing = (['role', 'gainFen', 'statement'] as const).filter(
    (field) => complete[field] === undefined,
  );
  if (missing.length > 0) {
    return refuse('SANCTION_CASE_INCOMPLETE', {
      detail: wording('sanction.missing', { fields: missing }),
    });
  }
  const noticed = stepped(complete, 'noticed', command.by, now);
  return checkCase(noticed, facts, now) ?? noticed;
}

/** The officer decides within what the policy allows at this offence of the person. */
export function decideCase(
  command: CaseCommand<SanctionDecisionBody>,
  before: CaseDocument,
  offender: OffenderDocument,
  now: Date,
): CaseDocument | Refusal {
  const impossible = checkStep(command, before, 'decided');
  if (impossible) return impossible;
  const offence = offenceOf(before, offender);
  const allowed = allowedFor(before, offence, now);
  if (!allowed) return outsidePolicy(before);
  const measures = measuresOf(command.body, allowed);
  if ('outside' in measures) return outsidePolicy(before, allowed, measures.outside);
  const { by, body } = command;
  return { ...stepped(before, 'decided', by, now, body.reason), offence, measures };
}

/** If-Match first, then whether the case is where this step begins. */
export function checkStep(
  { ifMatch }: { ifMatch?: string | undefined },
  { status, version }: CaseDocument,
  to: SanctionCaseStatus,
): Refusal | undefined {
  const stale = checkIfMatch({ version }, ifMatch);
  if (stale) return stale;
  if (CASE_MOVES[status].includes(to)) return undefined;
  return refuse('SANCTION_STEP_NOT_POSSIBLE', {
    detail: wording(`sanction.is_${status}`),
    reason: status,
  });
}

/**
 * Holds and points of a case are put on its licence, which the register may have given to somebody else since it was opened. Of whoever closed their
 * account it is theirs as long as the register says so: nobody sheds a case by that.
 */
export function checkLicence(
  { licenceId, personKey }: CaseDocument,
  { licence, registered }: PersonNow,
): Refusal | undefined {
  if (licence?.licenceId === licenceId) return undefined;
  if (!licence && registered?.personKey === personKey) return undefined;
  return refuse('SANCTION_STEP_NOT_POSSIBLE', {
    reason: 'licence_moved',
    detail: wording('sanction.licence_moved'),
    nextStep: wording('sanction.open_another'),
  });
}

/** The number of this offence of the person, 1 for the first, counted over the cases in force. */
export function offenceOf({ _id }: CaseDocument, { inForce }: OffenderDocument): number {
  return inForce.filter(({ caseId }) => caseId !== _id).length + 1;
}

/** What the policy allows; undefined as long as the case does not say enough, or where the policy says nothing. */
export function allowedFor(
  { policyId, role, gainFen }: CaseDocument,
  offence: number,
  now: Date,
): AllowedMeasures | undefined {
  if (role === undefined || gainFen === undefined) return undefined;
  return allowedIn({ policyId, role, gainFen, offence }, shanghaiDay(now));
}

export function stepped(
  before: CaseDocument,
  status: SanctionCaseStatus,
  by: string,
  now: Date,
  reason?: string,
): CaseDocument {
  const step = { at: now.toISOString(), by, status, ...(reason && { reason }) };
  return { ...before, status, steps: [...before.steps, step] };
}

/** A step as the audit has it; the statement stands in the case, and that it was changed is said. */
export function auditedStep(
  before: CaseDocument | undefined,
  after: CaseDocument,
): { before?: object; after: object } {
  const facts = (state: CaseDocument): object => {
    const { status, policyId, role, offence, measures, notUndone } = state;
    const { gainFen, decisionNumbers, documentIds } = state;
    const named = { gainFen, decisionNumbers, documentIds };
    return { status, policyId, role, ...named, offence, measures, notUndone };
  };
  const changed = namesOf({ statement: before?.statement !== after.statement });
  return auditedChange(before && facts(before), facts(after), changed);
}

/** Whether what a case names is there, and the policy has something to say of the role. */
function checkCase(named: CaseDocument, facts: CaseFacts, now: Date): Refusal | undefined {
  const missing = named.documentIds.filter((id) => !facts.documentIds.includes(id));
  const foreign = named.decisionNumbers.filter(
    (number) => !fits(named, facts.decisions.get(number)),
  );
  if (missing.length > 0) {
    return refuse('DOCUMENTS_REQUIRED', {
      detail: wording('documents.foreign', { ids: missing }),
    });
  }
  if (foreign.length > 0) {
    return refuse('DECISIONS_NOT_MATCHED', {
      detail: wording('sanction.not_fitting', { decisions: foreign }),
    });
  }
  return allowedFor(named, 1, now) ? undefined : outsidePolicy(named);
}

/** A seller took the points; of all others it is the trade that counts, on whosever licence. */
function fits({ role, licenceId }: CaseDocument, decidedOn: string | undefined): boolean {
  return decidedOn !== undefined && (role !== 'seller' || decidedOn === licenceId);
}

function outsidePolicy(
  { policyId, role = 'seller' }: CaseDocument,
  allowed?: AllowedMeasures,
  outside?: string,
): Refusal {
  const detail = outside
    ? wording('sanction.outside', { policy: policyId, measure: outside })
    : wording('sanction.no_measures', { policy: policyId, role });
  return refuse('OUTSIDE_POLICY', { detail, ...(allowed && { allowed }) });
}

function newCase(
  { _id: licenceId, accountId, personKey }: Person,
  policyId: SanctionPolicyId,
  caseId: string,
  by: string,
  now: Date,
): CaseDocument {
  const openedAt = now.toISOString();
  const steps: CaseStep[] = [{ at: openedAt, by, status: 'opened' }];
  const person = { licenceId, accountId, personKey };
  const nothing = { decisionNumbers: [], documentIds: [], steps, version: 0 };
  return { _id: caseId, status: 'opened', policyId, ...person, ...nothing, openedAt };
}

/** An absent field leaves what the case said before. */
function definedOf(body: SanctionNoticeBody): SanctionNoticeBody {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
