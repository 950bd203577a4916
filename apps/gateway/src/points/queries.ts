import { PageQuery, SANCTION_CASE_STATUSES, type SanctionCaseStatus } from '@demerit/contracts';
import { IsIn, IsOptional } from 'class-validator';

export class SanctionCasesQuery extends PageQuery {
  @IsOptional() @IsIn(SANCTION_CASE_STATUSES) status?: SanctionCaseStatus;
}
