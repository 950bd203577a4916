import {
  BINDING_STATUSES,
  DISPUTE_STATUSES,
  DOCUMENT_KINDS,
  PageQuery,
  SANCTION_CASE_STATUSES,
  type BindingStatus,
  type DisputeStatus,
  type DocumentKind,
  type SanctionCaseStatus,
} from '@demerit/contracts';
import { IsIn, IsOptional } from 'class-validator';

/** What `/v1/review/*` lists may be narrowed to, and the one form that is not JSON; all others stand in contracts. */

const VERIFICATION_STATUSES = ['submitted', 'verified', 'rejected'] as const;

export class VerificationsQuery extends PageQuery {
  @IsOptional()
  @IsIn(VERIFICATION_STATUSES)
  status?: (typeof VERIFICATION_STATUSES)[number];
}

export class BindingReviewsQuery extends PageQuery {
  @IsOptional() @IsIn(BINDING_STATUSES) status?: BindingStatus;
}

export class DisputesQuery extends PageQuery {
  @IsOptional() @IsIn(DISPUTE_STATUSES) status?: DisputeStatus;
}

export class SanctionCasesQuery extends PageQuery {
  @IsOptional() @IsIn(SANCTION_CASE_STATUSES) status?: SanctionCaseStatus;
}

/** The fields of an upload beside its file. */
export class UploadForm {
  @IsIn(DOCUMENT_KINDS) kind: DocumentKind;
}
