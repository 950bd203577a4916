import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountModule } from '../account/account.module';
import { OffendersModule } from '../offenders/offenders.module';
import { RegisterModule } from '../register/register.module';
import { ReservationsModule } from '../reservations/reservations.module';
import { ReviewModule } from '../review/review.module';
import { AnswersService } from './answers.service';
import { CASES, CasesStore } from './cases.store';
import { ConfirmationsService } from './confirmations.service';
import { DecisionsOfCases } from './named-decisions';
import { SanctionsController } from './sanctions.controller';
import { SanctionsService } from './sanctions.service';

/** Cases of point trading, and what a case in force does to a licence. */
@Module({
  imports: [
    MongooseModule.forFeature([CASES]),
    AccountModule,
    OffendersModule,
    RegisterModule,
    ReservationsModule,
    ReviewModule,
  ],
  controllers: [SanctionsController],
  providers: [CasesStore, DecisionsOfCases, SanctionsService, ConfirmationsService, AnswersService],
  exports: [CasesStore, SanctionsService],
})
export class SanctionsModule {}
