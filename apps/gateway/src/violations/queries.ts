import { DISPUTE_STATUSES, PageQuery, type DisputeStatus } from '@demerit/contracts';
import { IsIn, IsOptional } from 'class-validator';

export class DisputesQuery extends PageQuery {
  @IsOptional() @IsIn(DISPUTE_STATUSES) status?: DisputeStatus;
}
