import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountModule } from '../account/account.module';
import { LimitsModule } from '../limits/limits.module';
import { RegisterModule } from '../register/register.module';
import { ReviewModule } from '../review/review.module';
import { CaseFiles } from './case-files';
import { ForgottenService } from './forgotten.service';
import { Handlings } from './handlings';
import { HandlingEventsController, ReservationsController } from './reservations.controller';
import { ReservationsService } from './reservations.service';
import { RESERVATIONS, ReservationsStore } from './reservations.store';
import { WholeAccounts } from './whole-accounts';

/** The points of a handling: reserved, then recorded or released, and reversed. */
@Module({
  imports: [
    MongooseModule.forFeature([RESERVATIONS]),
    AccountModule,
    LimitsModule,
    RegisterModule,
    ReviewModule,
  ],
  controllers: [ReservationsController, HandlingEventsController],
  providers: [
    ReservationsStore,
    CaseFiles,
    WholeAccounts,
    Handlings,
    ReservationsService,
    ForgottenService,
  ],
  exports: [ReservationsStore, WholeAccounts],
})
export class ReservationsModule {}
