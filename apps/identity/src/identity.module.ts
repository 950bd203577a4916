import { OverviewModule, OwnDataModule, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module';
import { ClockModule } from './clock/clock.module';
import { ClosingModule } from './closing/closing.module';
import { DeskModule } from './desk/desk.module';
import { DocumentsModule } from './documents/documents.module';
import { LicencesModule } from './licences/licences.module';
import { NotificationsModule } from './notifications/notifications.module';
import { OrganisationsModule } from './organisations/organisations.module';
import { ORGANISATIONS } from './organisations/organisations.store';
import { OWN_DATA } from './own-data';
import { PeopleModule } from './people/people.module';
import { PhonesModule } from './phones/phones.module';
import { RetentionModule } from './retention/retention.module';
import { IdentityConfig } from './codes/identity.config';
import { SandboxModule } from './sandbox/sandbox.module';
import { SecondFactorModule } from './second-factor/second-factor.module';
import { SessionsModule } from './sessions/sessions.module';
import { SmsModule } from './sms/sms.module';
import { VerificationModule } from './verification/verification.module';
import { WalkInsModule } from './walk-ins/walk-ins.module';
import { VERIFICATIONS } from './identities/verification.store';

@Module({
  imports: [
    PlatformModule.forService('identity', { config: IdentityConfig, clockOwner: true }),
    OwnDataModule.of('identity', OWN_DATA),
    OverviewModule.of(
      'identity',
      {
        name: 'identity_verifications',
        collection: VERIFICATIONS.name,
        waiting: { status: 'submitted' },
        since: 'submittedAt',
      },
      {
        name: 'organisation_reviews',
        collection: ORGANISATIONS.name,
        waiting: { status: 'submitted' },
        since: 'submittedAt',
      },
    ),
    AccountsModule,
    ClockModule,
    SandboxModule,
    SmsModule,
    SessionsModule,
    SecondFactorModule,
    DocumentsModule,
    VerificationModule,
    OrganisationsModule,
    LicencesModule,
    NotificationsModule,
    PeopleModule,
    DeskModule,
    PhonesModule,
    WalkInsModule,
    RetentionModule,
    ClosingModule,
  ],
})
export class IdentityModule {}
