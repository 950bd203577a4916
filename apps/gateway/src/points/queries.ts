import {
  PageQuery,
  SANCTION_CASE_STATUSES,
  type SanctionCaseStatus,
  IsOptional,
} from '@demerit/contracts';
import { IsIn } from 'class-validator';

export class SanctionCasesQuery extends PageQuery {
  /** Only those that have come so far. */
  @IsOptional() @IsIn(SANCTION_CASE_STATUSES) status?: SanctionCaseStatus;
}
