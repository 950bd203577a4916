import { OwnDataModule, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AcceptanceService } from './acceptance/acceptance.service';
import { AttachingService } from './register/attaching.service';
import { Catalogue } from './catalogue/catalogue';
import { DecidingService } from './acceptance/deciding.service';
import { DisputesController } from './disputes/disputes.controller';
import { DisputesService } from './disputes/disputes.service';
import { DISPUTES, DisputesStore } from './disputes/disputes.store';
import { HandlingsService } from './handlings/handlings.service';
import { HANDLINGS, HandlingsStore } from './handlings/handlings.store';
import { ImportService } from './register/import.service';
import { ImportsController } from './register/imports.controller';
import { OptionsService } from './acceptance/options.service';
import { RevocationService } from './decisions/revocation.service';
import { UnfinishedService } from './acceptance/unfinished.service';
import { ViolationsController } from './register/violations.controller';
import { ViolationsService } from './register/violations.service';
import { VIOLATIONS, ViolationsStore } from './register/violations.store';
import { WithdrawalService } from './handlings/withdrawal.service';
import { OWN_DATA } from './own-data';

@Module({
  imports: [
    PlatformModule.forService('violations'),
    OwnDataModule.of('violations', OWN_DATA),
    MongooseModule.forFeature([VIOLATIONS, HANDLINGS, DISPUTES]),
  ],
  controllers: [ViolationsController, ImportsController, DisputesController],
  providers: [
    AcceptanceService,
    AttachingService,
    Catalogue,
    DecidingService,
    DisputesService,
    DisputesStore,
    HandlingsService,
    HandlingsStore,
    ImportService,
    OptionsService,
    RevocationService,
    UnfinishedService,
    ViolationsService,
    ViolationsStore,
    WithdrawalService,
  ],
})
export class ViolationsModule {}
