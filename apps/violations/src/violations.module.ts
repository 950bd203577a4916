import { OwnDataModule, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AcceptanceService } from './acceptance.service';
import { AttachingService } from './attaching.service';
import { Catalogue } from './catalogue';
import { DecidingService } from './deciding.service';
import { DisputesController } from './disputes/disputes.controller';
import { DisputesService } from './disputes/disputes.service';
import { DISPUTES, DisputesStore } from './disputes/disputes.store';
import { HandlingsService } from './handlings.service';
import { HANDLINGS, HandlingsStore } from './handlings.store';
import { ImportService } from './import.service';
import { ImportsController } from './imports.controller';
import { OptionsService } from './options.service';
import { RevocationService } from './revocation.service';
import { UnfinishedService } from './unfinished.service';
import { ViolationsController } from './violations.controller';
import { ViolationsService } from './violations.service';
import { VIOLATIONS, ViolationsStore } from './violations.store';
import { WithdrawalService } from './withdrawal.service';
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
