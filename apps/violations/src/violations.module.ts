import {
  AccountMarksModule,
  OverviewModule,
  OwnDataModule,
  PlatformModule,
} from '@demerit/platform';
import { Module } from '@nestjs/common';
import { ClosingModule } from './closing/closing.module';
import { AcceptanceModule } from './acceptance/acceptance.module';
import { CatalogueModule } from './catalogue/catalogue.module';
import { CorrectionsModule } from './corrections/corrections.module';
import { DecisionsModule } from './decisions/decisions.module';
import { ViolationsConfig } from './decisions/violations.config';
import { DeskModule } from './desk/desk.module';
import { DisputesModule } from './disputes/disputes.module';
import { HandlingsModule } from './handlings/handlings.module';
import { OWN_DATA } from './own-data';
import { RetentionModule } from './retention/retention.module';
import { RegisterModule } from './register/register.module';
import { DISPUTES } from './disputes/disputes.store';

@Module({
  imports: [
    PlatformModule.forService('violations', { config: ViolationsConfig }),
    OwnDataModule.of('violations', OWN_DATA),
    AccountMarksModule.of('violations'),
    OverviewModule.of('violations', {
      name: 'disputes',
      collection: DISPUTES.name,
      waiting: { status: 'open' },
      since: 'submittedAt',
      order: 'dueAt',
    }),
    CatalogueModule,
    RegisterModule,
    DisputesModule,
    CorrectionsModule,
    HandlingsModule,
    DecisionsModule,
    DeskModule,
    AcceptanceModule,
    RetentionModule,
    ClosingModule,
  ],
})
export class ViolationsModule {}
