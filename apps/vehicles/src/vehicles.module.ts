import {
  AccountMarksModule,
  OverviewModule,
  OwnDataModule,
  PlatformModule,
} from '@demerit/platform';
import { Module } from '@nestjs/common';
import { ClosingModule } from './closing/closing.module';
import { BindingsModule } from './bindings/bindings.module';
import { ConsentModule } from './consent/consent.module';
import { DeskModule } from './desk/desk.module';
import { OWN_DATA } from './own-data';
import { PeopleModule } from './people/people.module';
import { RegisterModule } from './register/register.module';
import { RequestsModule } from './requests/requests.module';
import { ReviewModule } from './review/review.module';
import { SharingModule } from './sharing/sharing.module';
import { StandingsModule } from './standings/standings.module';
import { RetentionModule } from './retention/retention.module';
import { BINDINGS } from './bindings/bindings.store';

@Module({
  imports: [
    PlatformModule.forService('vehicles'),
    AccountMarksModule.of('vehicles'),
    OwnDataModule.of('vehicles', OWN_DATA),
    OverviewModule.of('vehicles', {
      name: 'binding_reviews',
      collection: BINDINGS.name,
      waiting: { status: 'pending_review', relation: 'other' },
      since: 'requestedAt',
    }),
    PeopleModule,
    BindingsModule,
    StandingsModule,
    RegisterModule,
    ConsentModule,
    SharingModule,
    RequestsModule,
    ReviewModule,
    DeskModule,
    RetentionModule,
    ClosingModule,
  ],
})
export class VehiclesModule {}
