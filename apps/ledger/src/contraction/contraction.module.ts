import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module';
import { LimitsModule } from '../limits/limits.module';
import { ContractionService } from './contraction.service';

/** The last step away from the shape in which earlier versions stored cycles. docs/decisions/0019. */
@Module({
  imports: [AccountModule, LimitsModule],
  providers: [ContractionService],
})
export class ContractionModule {}
