import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module';
import { DisputesModule } from '../disputes/disputes.module';
import { HandlingsModule } from '../handlings/handlings.module';
import { RegisterModule } from '../register/register.module';
import { AcceptanceController } from './acceptance.controller';
import { AcceptanceService } from './acceptance.service';
import { DecidingService } from './deciding.service';
import { OptionsService } from './options.service';
import { RefusingService } from './refusing.service';
import { UnfinishedService } from './unfinished.service';

/** The acceptance of a penalty: its guards, their dry run, and its steps to the end. */
@Module({
  imports: [CatalogueModule, DisputesModule, HandlingsModule, RegisterModule],
  controllers: [AcceptanceController],
  providers: [
    AcceptanceService,
    DecidingService,
    RefusingService,
    OptionsService,
    UnfinishedService,
  ],
})
export class AcceptanceModule {}
