import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Command, Query, StaffCommand } from '../fields/commands';
import { IsInstant } from '../fields/days';
import type { TimelineEntry } from '../fields/decisions';
import { IsId, IsIdList } from '../fields/ids';
import { IsFen } from '../fields/money';
import { IsText } from '../fields/names';
import { Nested } from '../fields/nested';
import { ListOfCaller, PageQuery, type Page } from '../fields/pages';
import { POLICIES } from '../policy/policy';
import { formMessage } from '../words/forms';
import type { Wording } from '../words/languages';
import { IsOptional } from '../fields/optional';
import { AnswerSanctionCase, type SanctionAnswer } from './sanction-answers';

/** Cases of point trading: an officer decides, the ledger prepares, checks and records. rules.md §5. */

export const SANCTION_ROLES = ['seller', 'buyer', 'organiser', 'introducer'] as const;
export type SanctionRole = (typeof SANCTION_ROLES)[number];

/** Tables of measures; which of them goes for cases that name none is a policy. */
export const SANCTION_POLICIES = POLICIES.sanctionPolicy.choices;
export type SanctionPolicyId = (typeof SANCTION_POLICIES)[number];

export const SANCTION_CASE_STATUSES = [
  'opened',
  'noticed',
  'decided',
  'in_force',
  'revoked',
] as const;
export type SanctionCaseStatus = (typeof SANCTION_CASE_STATUSES)[number];

function IsDecisionNumbers(): PropertyDecorator {
  const decorators = [
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique(),
    Matches(/^[0-9A-Z-]{1,64}$/, {
      each: true,
      message: formMessage('form.each_decision_number'),
    }),
  ];
  return (target, propertyName) => {
    for (const decorate of decorators) decorate(target, propertyName);
  };
}

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class SanctionCaseBody {
  /** Absent: the installation's (`POLICY_SANCTION_POLICY`). */
  @IsOptional() @IsIn(SANCTION_POLICIES) policyId?: SanctionPolicyId;
  /** What the person did in the trade. */
  @IsIn(SANCTION_ROLES) role: SanctionRole;
  /** The licence of the person concerned. */
  @IsId() licenceId: string;
  /** The penalty decisions that were traded. */
  @IsDecisionNumbers() decisionNumbers: string[];
  /** What was gained; of a buyer: what was paid. */
  @IsFen() gainFen: number;
  /** What happened, as the officer found it. */
  @IsText(1, 2000) statement: string;
  /** Evidence, uploaded before. */
  @IsIdList() documentIds: string[];
}
/** Completes a case that a review opened, or corrects one, before the person is given notice. */
export class SanctionNoticeBody {
  /** By which table of measures it is decided; absent: as it is. §5 */
  @IsOptional() @IsIn(SANCTION_POLICIES) policyId?: SanctionPolicyId;
  /** What the person did in the trade; absent: as it is. */
  @IsOptional() @IsIn(SANCTION_ROLES) role?: SanctionRole;
  /** The penalty decisions that were traded; absent: as they are. */
  @IsOptional() @IsDecisionNumbers() decisionNumbers?: string[];
  /** What was gained, in fen; of a buyer: what was paid; absent: as it is. */
  @IsOptional() @IsFen() gainFen?: number;
  /** What happened, as the officer found it; absent: as it is. */
  @IsOptional() @IsText(1, 2000) statement?: string;
  /** Evidence, uploaded before; absent: as it is. */
  @IsOptional() @IsIdList() documentIds?: string[];
}
/** What the officer decides. Where the policy leaves no choice a measure may be left out; where it gives a range it is named. */
export class SanctionDecisionBody {
  /** The reasons of the decision. */
  @IsText(1, 1000) reason: string;
  /** Fine in fen. */
  @IsOptional() @IsFen() fineFen?: number;
  /** What is taken of the gain, in fen. */
  @IsOptional() @IsFen() confiscationFen?: number;
  /** Months for which the licence is suspended. */
  @IsOptional() @IsInt() @Min(0) @Max(120) suspensionMonths?: number;
  /** Days of detention, which others carry out. */
  @IsOptional() @IsInt() @Min(0) @Max(365) detentionDays?: number;
  /** Whether the licence is revoked. */
  @IsOptional() @IsBoolean() revokesLicence?: boolean;
  /** Years without a new licence. */
  @IsOptional() @IsInt() @Min(0) @Max(100) banYears?: number;
  /** Points that are recorded. */
  @IsOptional() @IsInt() @Min(0) @Max(1000) points?: number;
}
export class SanctionEnforcementBody {
  /** Why, where there is something to say; kept in the audit. */
  @IsOptional() @IsText(1, 1000) reason?: string;
}
export class SanctionRevocationBody {
  /** Why, in words of one's own; kept in the audit. */
  @IsText(1, 1000) reason: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class OpenSanctionCase extends Command {
  @Nested(() => SanctionCaseBody) body: SanctionCaseBody;
}
export class ListSanctionCases extends Query {
  @IsOptional() @IsIn(SANCTION_CASE_STATUSES) status?: SanctionCaseStatus;
  @Nested(() => PageQuery) page: PageQuery;
}
export class SanctionCaseOf extends Query {
  @IsId() caseId: string;
}
export class NoticeSanctionCase extends StaffCommand {
  @IsId() caseId: string;
  @Nested(() => SanctionNoticeBody) body: SanctionNoticeBody;
}
export class DecideSanctionCase extends StaffCommand {
  @IsId() caseId: string;
  @Nested(() => SanctionDecisionBody) body: SanctionDecisionBody;
}
export class EnforceSanctionCase extends StaffCommand {
  @IsId() caseId: string;
  @Nested(() => SanctionEnforcementBody) body: SanctionEnforcementBody;
}
export class RevokeSanctionCase extends StaffCommand {
  @IsId() caseId: string;
  @Nested(() => SanctionRevocationBody) body: SanctionRevocationBody;
}

// ---- answers -------------------------------------------------------------------------------------------

export class MeasureRange {
  /** The least. */
  min: number;
  /** The most. */
  max: number;
}
/** What the policy allows in a case. */
export class AllowedMeasures {
  /** The articles they rest on. */
  legalBasis: Wording;
  /** Fine in fen. */
  fineFen: MeasureRange;
  /** What is taken of the gain, in fen. */
  confiscationFen: MeasureRange;
  /** Months for which the licence is suspended. */
  suspensionMonths: MeasureRange;
  /** Days of detention. */
  detentionDays: MeasureRange;
  /** Whether the licence is revoked. */
  revokesLicence: boolean;
  /** Years without a new licence. */
  banYears: MeasureRange;
  /** Points that are recorded. */
  points: MeasureRange;
}
export class SanctionMeasures {
  /** Fine in fen. */
  fineFen: number;
  /** What is taken of the gain, in fen. */
  confiscationFen: number;
  /** Months for which the licence is suspended; 0: it is not. */
  suspensionMonths: number;
  /** Days of detention, which others carry out. */
  detentionDays: number;
  /** Whether the licence is revoked. */
  revokesLicence: boolean;
  /** Years without a new licence. */
  banYears: number;
  /** Points that are recorded. */
  points: number;
}
export class SanctionCase {
  /** The case. */
  caseId: string;
  /** How far it has come. §5 */
  status: SanctionCaseStatus;
  /** The table of measures by which it is decided. §5 */
  policyId: SanctionPolicyId;
  /** Absent, like gain and statement, while a case that a review opened is not completed. */
  role?: SanctionRole;
  /** The licence of the person concerned. */
  licenceId: string;
  /** The penalty decisions that were traded. */
  decisionNumbers: string[];
  /** What was gained, in fen; of a buyer: what was paid. */
  gainFen?: number;
  /** What happened, as the officer found it. */
  statement?: string;
  /** The evidence; read at `/v1/documents/{documentId}`. */
  documentIds: string[];
  /** What the person concerned answered, the oldest first; at most 10. */
  writtenAnswers: SanctionAnswer[];
  /** The key review target whose confirmation opened it. */
  targetId?: string;
  /** 1 = the first; counted over the person's cases in force. */
  offence?: number;
  /** What the policy allows; while it can be decided. */
  allowed?: AllowedMeasures;
  /** What was decided; absent until then. */
  measures?: SanctionMeasures;
  /** The order of the fine, once in force; absent where there is none. */
  fineOrderId?: string;
  /** The order of the confiscation, once in force; absent where there is none. */
  confiscationOrderId?: string;
  /** When the suspension of the licence ends. */
  suspendedUntil?: string;
  /** When a new licence may be claimed. */
  bannedUntil?: string;
  /** What the revocation could not undo. */
  notUndone?: string[];
  /** When it was opened. */
  openedAt: string;
  /** What became of it, the oldest step first. */
  timeline: TimelineEntry[];
  /** For `If-Match` of the next step; another one as soon as the item changes. */
  etag: string;
}

// ---- events --------------------------------------------------------------------------------------------

/** What each event of a case names. */
export class SanctionEvent {
  @IsId() caseId: string;
  @IsIn(SANCTION_POLICIES) policyId: SanctionPolicyId;
  @IsIn(SANCTION_ROLES) role: SanctionRole;
  @IsId() accountId: string;
  @IsId() personKey: string;
  @IsId() licenceId: string;
  @IsDecisionNumbers() decisionNumbers: string[];
  /** Orders under these ids are opened when the case is in force, where there is something to pay. */
  @IsOptional() @IsId() fineOrderId?: string;
  @IsOptional() @IsId() confiscationOrderId?: string;
  @IsInstant() at: string;
  @IsInt() @Min(1) version: number;
}
export class SanctionInForce extends SanctionEvent {
  @IsFen() fineFen: number;
  @IsFen() confiscationFen: number;
  @IsInt() @Min(0) points: number;
  @IsInt() @Min(0) detentionDays: number;
  @IsOptional() @IsInstant() suspendedUntil?: string;
  @IsOptional() @IsInstant() bannedUntil?: string;
}
export class SanctionRevoked extends SanctionEvent {}

export const SANCTION_EVENTS = {
  'sanction.noticed': SanctionEvent,
  'sanction.decided': SanctionEvent,
  /** The person had been given notice; the sanction was not in force. */
  'sanction.dropped': SanctionEvent,
  'sanction.in-force': SanctionInForce,
  'sanction.revoked': SanctionRevoked,
};

export const SANCTION_REQUESTS = {
  'sanction-case.open': OpenSanctionCase,
  'sanction-case.list': ListSanctionCases,
  'sanction-case.get': SanctionCaseOf,
  'sanction-case.of-caller': ListOfCaller,
  'sanction-case.answer': AnswerSanctionCase,
  'sanction-case.notice': NoticeSanctionCase,
  'sanction-case.decide': DecideSanctionCase,
  'sanction-case.enforce': EnforceSanctionCase,
  'sanction-case.revoke': RevokeSanctionCase,
};

export interface SanctionReplies {
  'sanction-case.open': SanctionCase;
  'sanction-case.list': Page<SanctionCase>;
  'sanction-case.get': SanctionCase;
  'sanction-case.of-caller': Page<SanctionCase>;
  'sanction-case.answer': SanctionCase;
  'sanction-case.notice': SanctionCase;
  'sanction-case.decide': SanctionCase;
  'sanction-case.enforce': SanctionCase;
  'sanction-case.revoke': SanctionCase;
}
