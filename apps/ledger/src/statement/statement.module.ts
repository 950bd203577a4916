import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module';
import { LimitsModule } from '../limits/limits.module';
import { RollOverModule } from '../roll-over/roll-over.module';
import { StatementController } from './statement.controller';
import { StatementService } from './statement.service';

/** What the holder of a licence reads. */
@Module({
  imports: [AccountModule, LimitsModule, RollOverModule],
  controllers: [StatementController],
  providers: [StatementService],
})
export class StatementModule {}
