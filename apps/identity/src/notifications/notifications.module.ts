import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountsModule } from '../accounts/accounts.module';
import { LicencesModule } from '../licences/licences.module';
import { OrganisationsModule } from '../organisations/organisations.module';
import { VerificationModule } from '../verification/verification.module';
import { EventsController } from './events.controller';
import { LedgerEventsController } from './ledger-events.controller';
import { NotificationsController } from './notifications.controller';
import { NotificationsService } from './notifications.service';
import { NOTIFICATIONS, NotificationsStore } from './notifications.store';
import { ViolationEventsController } from './violation-events.controller';

/** Notifies people of what happens in any service. */
@Module({
  imports: [
    MongooseModule.forFeature([NOTIFICATIONS]),
    AccountsModule,
    LicencesModule,
    OrganisationsModule,
    VerificationModule,
  ],
  controllers: [
    NotificationsController,
    EventsController,
    LedgerEventsController,
    ViolationEventsController,
  ],
  providers: [NotificationsService, NotificationsStore],
  exports: [NotificationsStore],
})
export class NotificationsModule {}
