import { OwnDataModule, PlatformModule, ServiceConfig } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountsService } from './people/people.service';
import { AccountsStore, accountSchema } from './accounts/accounts.store';
import { Roles } from './accounts/roles';
import { StandingsStore, standingSchema } from './licences/standings.store';
import { ClockService } from './clock/clock.service';
import { ClockStore, clockSchema } from './clock/clock.store';
import { chunkSchema, DocumentFiles, fileSchema } from './documents/document-files';
import { DocumentsController } from './documents/documents.controller';
import { DocumentsService } from './documents/documents.service';
import { documentSchema, DocumentsStore } from './documents/documents.store';
import { IdentityConfig } from './sessions/identity.config';
import { IdentityController } from './identity.controller';
import { LicenceImportsController } from './licences/imports.controller';
import { LicenceImportsService } from './licences/imports.service';
import { LicencesService } from './licences/licences.service';
import { licenceSchema, LicencesStore } from './licences/licences.store';
import { EventsController } from './notifications/events.controller';
import { LedgerEventsController } from './notifications/ledger-events.controller';
import { NotificationsService } from './notifications/notifications.service';
import { notificationSchema, NotificationsStore } from './notifications/notifications.store';
import { ViolationEventsController } from './notifications/violation-events.controller';
import { CodesService } from './sessions/codes.service';
import { codeSchema, CodesStore } from './sessions/codes.store';
import { SessionsService } from './sessions/sessions.service';
import { sessionSchema, SessionsStore } from './sessions/sessions.store';
import { signingKeySchema, SigningKeysStore } from './sessions/signing-keys.store';
import { Tokens } from './sessions/tokens';
import { NoSmsSender, SandboxSmsSender, SmsSender } from './sms/sms.sender';
import { SmsService } from './sms/sms.service';
import { smsSchema, SmsStore } from './sms/sms.store';
import { QueueAge } from './verification/queue-age';
import { VerificationService } from './verification/verification.service';
import { verificationSchema, VerificationStore } from './verification/verification.store';
import { OWN_DATA } from './own-data';

@Module({
  imports: [
    PlatformModule.forService('identity', { config: IdentityConfig, clockOwner: true }),
    OwnDataModule.of('identity', OWN_DATA),
    MongooseModule.forFeature([
      { name: 'accounts', schema: accountSchema },
      { name: 'clock', schema: clockSchema },
      { name: 'codes', schema: codeSchema },
      { name: 'documents', schema: documentSchema },
      { name: 'documentFiles.files', schema: fileSchema },
      { name: 'documentFiles.chunks', schema: chunkSchema },
      { name: 'licences', schema: licenceSchema },
      { name: 'notifications', schema: notificationSchema },
      { name: 'sessions', schema: sessionSchema },
      { name: 'accessTokenKeys', schema: signingKeySchema },
      { name: 'sms', schema: smsSchema },
      { name: 'standings', schema: standingSchema },
      { name: 'verifications', schema: verificationSchema },
    ]),
  ],
  controllers: [
    IdentityController,
    EventsController,
    LedgerEventsController,
    ViolationEventsController,
    DocumentsController,
    LicenceImportsController,
  ],
  providers: [
    AccountsService,
    AccountsStore,
    ClockService,
    ClockStore,
    CodesService,
    CodesStore,
    DocumentFiles,
    DocumentsService,
    DocumentsStore,
    LicenceImportsService,
    LicencesService,
    LicencesStore,
    NotificationsService,
    NotificationsStore,
    QueueAge,
    Roles,
    SessionsService,
    SessionsStore,
    SigningKeysStore,
    SmsService,
    SmsStore,
    StandingsStore,
    Tokens,
    VerificationService,
    VerificationStore,
    SandboxSmsSender,
    NoSmsSender,
    {
      provide: SmsSender,
      useFactory: (config: ServiceConfig, sandbox: SandboxSmsSender, none: NoSmsSender) =>
        config.sandbox ? sandbox : none,
      inject: [ServiceConfig, SandboxSmsSender, NoSmsSender],
    },
  ],
})
export class IdentityModule {}
