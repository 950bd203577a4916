import {
  IsOptional,
  ORGANISATION_STATUSES,
  PageQuery,
  type OrganisationStatus,
} from '@demerit/contracts';
import { IsIn } from 'class-validator';

export class OrganisationReviewsQuery extends PageQuery {
  @IsOptional() @IsIn(ORGANISATION_STATUSES) status?: OrganisationStatus;
}
