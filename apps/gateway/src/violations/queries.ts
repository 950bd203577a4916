import { DISPUTE_STATUSES, PageQuery, type DisputeStatus, IsOptional } from '@demerit/contracts';
import { IsIn } from 'class-validator';

export class DisputesQuery extends PageQuery {
  /** Only those that have come so far; left out, those that wait. */
  @IsOptional() @IsIn(DISPUTE_STATUSES) status?: DisputeStatus;
}
