import { Retention } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { NotificationsStore } from '../notifications/notifications.store';
import { OrganisationsModule } from '../organisations/organisations.module';
import { OrganisationsStore } from '../organisations/organisations.store';
import { VerificationModule } from '../verification/verification.module';
import { VerificationStore } from '../identities/verification.store';
import { endings } from './endings';
import { UnneededDocuments } from './unneeded-documents';

/** Ends what is kept for a time only: docs/operations/retention.md. */
@Module({
  imports: [DocumentsModule, NotificationsModule, OrganisationsModule, VerificationModule],
  providers: [UnneededDocuments],
  exports: [UnneededDocuments],
})
export class RetentionModule {
  constructor(
    retention: Retention,
    notifications: NotificationsStore,
    verifications: VerificationStore,
    organisations: OrganisationsStore,
    documents: UnneededDocuments,
  ) {
    retention.add(...endings({ notifications, verifications, organisations, documents }));
  }
}
