import { BINDING_STATUSES, PageQuery, type BindingStatus, IsOptional } from '@demerit/contracts';
import { IsIn } from 'class-validator';

const VERIFICATION_STATUSES = ['submitted', 'verified', 'rejected'] as const;

export class VerificationsQuery extends PageQuery {
  /** Only those that have come so far; left out, those that wait. */
  @IsOptional()
  @IsIn(VERIFICATION_STATUSES)
  status?: (typeof VERIFICATION_STATUSES)[number];
}

export class BindingReviewsQuery extends PageQuery {
  /** Only those that have come so far; left out, those that wait. */
  @IsOptional() @IsIn(BINDING_STATUSES) status?: BindingStatus;
}
