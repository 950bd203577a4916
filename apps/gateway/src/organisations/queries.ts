import {
  IsOptional,
  ORGANISATION_STATUSES,
  PageQuery,
  type OrganisationStatus,
} from '@demerit/contracts';
import { IsIn } from 'class-validator';

export class OrganisationReviewsQuery extends PageQuery {
  /** Only those that have come so far; left out, those that wait. */
  @IsOptional() @IsIn(ORGANISATION_STATUSES) status?: OrganisationStatus;
}
