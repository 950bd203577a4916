import { IsIn, IsInt, IsString, Matches } from 'class-validator';
import { Command, Query, StaffCommand } from '../fields/commands';
import { IsInstant } from '../fields/days';
import { DecisionBody } from '../fields/decisions';
import { IsId, IsIdList } from '../fields/ids';
import { IsText } from '../fields/names';
import { Nested } from '../fields/nested';
import { IsOptional } from '../fields/optional';
import { PageQuery } from '../fields/pages';
import { InCapitals } from '../fields/people';
import { formMessage } from '../words/forms';

/** Organisations that own vehicles, and the accounts that act for them. rules.md §2. */

/** submitted → approved or rejected; approved → left (by the delegate) or removed (by a reviewer); all but the first two may be asked for again. */
export const ORGANISATION_STATUSES = [
  'submitted',
  'approved',
  'rejected',
  'left',
  'removed',
] as const;
export type OrganisationStatus = (typeof ORGANISATION_STATUSES)[number];

// ---- bodies over HTTP ----------------------------------------------------------------------------------

/** Asks to act for an organisation. */
export class OrganisationBody {
  /** The unified social credit code. */
  @InCapitals()
  @IsString()
  @Matches(/^[0-9A-Z]{18}$/, { message: formMessage('form.signs', { count: '18' }) })
  organisationCode: string;
  /** As the business licence has it. */
  @IsText(2, 100) name: string;
  /** Of one's own: the business licence (`business_licence`) and a letter of authorisation (`authorisation`), both. */
  @IsIdList() documentIds: string[];
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class RequestOrganisation extends Command {
  @Nested(() => OrganisationBody) body: OrganisationBody;
}
export class OrganisationOf extends Query {
  @IsId() organisationId: string;
}
export class ListOrganisationReviews extends Query {
  @IsOptional() @IsIn(ORGANISATION_STATUSES) status?: OrganisationStatus;
  @Nested(() => PageQuery) page: PageQuery;
}
export class DecideOrganisation extends StaffCommand {
  @IsId() organisationId: string;
  @Nested(() => DecisionBody) body: DecisionBody;
}

// ---- answers -------------------------------------------------------------------------------------------

/** One account's request to act for an organisation, as that account sees it. */
export class Organisation {
  /** Of this account's request: each delegate has one of their own. */
  organisationId: string;
  /** The unified social credit code. */
  organisationCode: string;
  /** As the business licence has it. */
  name: string;
  /** The account acts for it while it is `approved`. */
  status: OrganisationStatus;
  /** When it was asked for, the newest time. */
  submittedAt: string;
  /** Why a reviewer rejected it or took the approval back. */
  rejectedReason?: string;
}
/** The same as reviewers see it, masked. */
export class OrganisationItem {
  /** Of this account's request: each delegate has one of their own. */
  organisationId: string;
  /** Who asks to act for it. */
  accountId: string;
  /** The account acts for it while it is `approved`. */
  status: OrganisationStatus;
  /** The name, all but its first sign hidden. */
  nameMasked: string;
  /** The unified social credit code, all but its ends hidden. */
  organisationCodeMasked: string;
  /** Of the business licence and the letter of authorisation. */
  documentIds: string[];
  /** When it was asked for, the newest time. */
  submittedAt: string;
  /** Why a reviewer rejected it or took the approval back. */
  rejectedReason?: string;
  /** For `If-Match` of the next step; another one as soon as the item changes. */
  etag: string;
}
/** Whoever asks to act for it, whole. */
export class Applicant {
  /** As verified by their ID card. */
  name: string;
  /** As verified by their ID card. */
  idNumber: string;
}
/** One case, opened by a reviewer: the whole of what the papers must say. */
export class OrganisationCase extends OrganisationItem {
  /** As the business licence must have it. */
  name: string;
  /** The unified social credit code. */
  organisationCode: string;
  /** Whom the letter of authorisation must name. */
  applicant: Applicant;
}
/** An organisation for which an account acts now; `ownerKey`: as vehicles names its owner. */
export interface Delegation {
  organisationId: string;
  ownerKey: string;
}

// ---- events --------------------------------------------------------------------------------------------

/** Whether an account acts for an organisation: only while it is approved. */
export class DelegateChanged {
  @IsId() organisationId: string;
  @IsId() accountId: string;
  @IsId() ownerKey: string;
  @IsIn(['approved', 'rejected', 'left', 'removed']) status: Exclude<
    OrganisationStatus,
    'submitted'
  >;
  @IsInstant() at: string;
  @IsInt() version: number;
}
