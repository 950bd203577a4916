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
  @IsText(2, 100) name: string;
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
  organisationId: string;
  organisationCode: string;
  name: string;
  status: OrganisationStatus;
  submittedAt: string;
  rejectedReason?: string;
}
/** The same as reviewers see it, masked. */
export class OrganisationItem {
  organisationId: string;
  accountId: string;
  status: OrganisationStatus;
  nameMasked: string;
  organisationCodeMasked: string;
  documentIds: string[];
  submittedAt: string;
  rejectedReason?: string;
  etag: string;
}
/** Whoever asks to act for it, whole. */
export class Applicant {
  name: string;
  idNumber: string;
}
/** One case, opened by a reviewer: the whole of what the papers must say. */
export class OrganisationCase extends OrganisationItem {
  name: string;
  organisationCode: string;
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
