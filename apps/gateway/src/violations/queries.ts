import { DISPUTE_STATUSES, PageQuery, type DisputeStatus, IsOptional } from '@demerit/contracts';
import { IsIn } from 'class-validator';

export class DisputesQuery extends PageQuery {
  @IsOptional() @IsIn(DISPUTE_STATUSES) status?: DisputeStatus;
}
