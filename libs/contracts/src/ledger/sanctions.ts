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
import { IsOptional } from '../fields/optional';

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
  @IsIn(SANCTION_ROLES) role: SanctionRole;
  @IsId() licenceId: string;
  @IsDecisionNumbers() decisionNumbers: string[];
  /** What was gained; of a buyer: what was paid. */
  @IsFen() gainFen: number;
  @IsText(1, 2000) statement: string;
  @IsIdList() documentIds: string[];
}
/** Completes a case that a review opened, or corrects one, before the person is given notice. */
export class SanctionNoticeBody {
  @IsOptional() @IsIn(SANCTION_POLICIES) policyId?: SanctionPolicyId;
  @IsOptional() @IsIn(SANCTION_ROLES) role?: SanctionRole;
  @IsOptional() @IsDecisionNumbers() decisionNumbers?: string[];
  @IsOptional() @IsFen() gainFen?: number;
  @IsOptional() @IsText(1, 2000) statement?: string;
  @IsOptional() @IsIdList() documentIds?: string[];
}
/** What the officer decides. Where the policy leaves no choice a measure may be left out; where it gives a range it is named. */
export class SanctionDecisionBody {
  @IsText(1, 1000) reason: string;
  @IsOptional() @IsFen() fineFen?: number;
  @IsOptional() @IsFen() confiscationFen?: number;
  @IsOptional() @IsInt() @Min(0) @Max(120) suspensionMonths?: number;
  @IsOptional() @IsInt() @Min(0) @Max(365) detentionDays?: number;
  @IsOptional() @IsBoolean() revokesLicence?: boolean;
  @IsOptional() @IsInt() @Min(0) @Max(100) banYears?: number;
  @IsOptional() @IsInt() @Min(0) @Max(1000) points?: number;
}
export class SanctionEnforcementBody {
  @IsOptional() @IsText(1, 1000) reason?: string;
}
export class SanctionRevocationBody {
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
  min: number;
  max: number;
}
/** What the policy allows in a case. */
export class AllowedMeasures {
  legalBasis: string;
  fineFen: MeasureRange;
  confiscationFen: MeasureRange;
  suspensionMonths: MeasureRange;
  detentionDays: MeasureRange;
  revokesLicence: boolean;
  banYears: MeasureRange;
  points: MeasureRange;
}
export class SanctionMeasures {
  fineFen: number;
  confiscationFen: number;
  suspensionMonths: number;
  detentionDays: number;
  revokesLicence: boolean;
  banYears: number;
  points: number;
}
export class SanctionCase {
  caseId: string;
  status: SanctionCaseStatus;
  policyId: SanctionPolicyId;
  /** Absent, like gain and statement, while a case that a review opened is not completed. */
  role?: SanctionRole;
  licenceId: string;
  decisionNumbers: string[];
  gainFen?: number;
  statement?: string;
  documentIds: string[];
  /** The key review target whose confirmation opened it. */
  targetId?: string;
  /** 1 = the first; counted over the person's cases in force. */
  offence?: number;
  allowed?: AllowedMeasures;
  measures?: SanctionMeasures;
  fineOrderId?: string;
  confiscationOrderId?: string;
  suspendedUntil?: string;
  bannedUntil?: string;
  /** What the revocation could not undo. */
  notUndone?: string[];
  openedAt: string;
  timeline: TimelineEntry[];
  etag: string;
}

// ---- events --------------------------------------------------------------------------------------------

/** What both events of a case name. */
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
  'sanction.in-force': SanctionInForce,
  'sanction.revoked': SanctionRevoked,
};

export const SANCTION_REQUESTS = {
  'sanction-case.open': OpenSanctionCase,
  'sanction-case.list': ListSanctionCases,
  'sanction-case.get': SanctionCaseOf,
  'sanction-case.of-caller': ListOfCaller,
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
  'sanction-case.notice': SanctionCase;
  'sanction-case.decide': SanctionCase;
  'sanction-case.enforce': SanctionCase;
  'sanction-case.revoke': SanctionCase;
}
