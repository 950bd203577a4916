import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module';
import { LimitsModule } from '../limits/limits.module';
import { RegisterModule } from '../register/register.module';
import { ReservationsModule } from '../reservations/reservations.module';
import { ReviewModule } from '../review/review.module';
import { RollOverModule } from '../roll-over/roll-over.module';
import { ExplainService } from './explain.service';
import { SanctionsModule } from '../sanctions/sanctions.module';
import { LookUpService } from './look-up.service';
import { StatementController } from './statement.controller';
import { StatementService } from './statement.service';

/** What the holder of a licence reads, what an officer reads of it, and what an operator reads of a handling. */
@Module({
  imports: [
    AccountModule,
    LimitsModule,
    RegisterModule,
    ReviewModule,
    ReservationsModule,
    RollOverModule,
    SanctionsModule,
  ],
  controllers: [StatementController],
  providers: [ExplainService, LookUpService, StatementService],
})
export class StatementModule {}
