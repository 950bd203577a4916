import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { CodesModule } from '../codes/codes.module';
import { DenialsModule } from '../denials/denials.module';
import { LicencesModule } from '../licences/licences.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { OrganisationsModule } from '../organisations/organisations.module';
import { PeopleModule } from '../people/people.module';
import { PhonesModule } from '../phones/phones.module';
import { RetentionModule } from '../retention/retention.module';
import { SessionsModule } from '../sessions/sessions.module';
import { SmsModule } from '../sms/sms.module';
import { TotpModule } from '../totp/totp.module';
import { VerificationModule } from '../verification/verification.module';
import { ClosingController } from './closing.controller';
import { ClosingService } from './closing.service';
import { Remains } from './remains';

/** The end of an account by its person. */
@Module({
  imports: [
    AccountsModule,
    CodesModule,
    DenialsModule,
    LicencesModule,
    NotificationsModule,
    OrganisationsModule,
    PeopleModule,
    PhonesModule,
    RetentionModule,
    SessionsModule,
    SmsModule,
    TotpModule,
    VerificationModule,
  ],
  controllers: [ClosingController],
  providers: [ClosingService, Remains],
})
export class ClosingModule {}
