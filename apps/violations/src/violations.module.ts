import { AUDIT, AuditStore, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AcceptanceService } from './acceptance.service';
import { Catalogue } from './catalogue';
import { DecidingService } from './deciding.service';
import { HandlingsService } from './handlings.service';
import { HANDLINGS, HandlingsStore } from './handlings.store';
import { OptionsService } from './options.service';
import { UnfinishedService } from './unfinished.service';
import { ViolationsController } from './violations.controller';
import { ViolationsService } from './violations.service';
import { VIOLATIONS, ViolationsStore } from './violations.store';
import { WithdrawalService } from './withdrawal.service';

@Module({
  imports: [
    PlatformModule.forService('violations'),
    MongooseModule.forFeature([VIOLATIONS, HANDLINGS, AUDIT]),
  ],
  controllers: [ViolationsController],
  providers: [
    AcceptanceService,
    AuditStore,
    Catalogue,
    DecidingService,
    HandlingsService,
    HandlingsStore,
    OptionsService,
    UnfinishedService,
    ViolationsService,
    ViolationsStore,
    WithdrawalService,
  ],
})
export class ViolationsModule {}
