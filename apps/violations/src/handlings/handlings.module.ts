import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { RegisterModule } from '../register/register.module';
import { HandlingsController } from './handlings.controller';
import { HandlingsService } from './handlings.service';
import { HANDLINGS, HandlingsStore } from './handlings.store';
import { WithdrawalService } from './withdrawal.service';

/** What a handling is, from the acceptance on: paid, recorded, withdrawn, closed. */
@Module({
  imports: [MongooseModule.forFeature([HANDLINGS]), RegisterModule],
  controllers: [HandlingsController],
  providers: [HandlingsService, HandlingsStore, WithdrawalService],
  exports: [HandlingsStore, WithdrawalService],
})
export class HandlingsModule {}
