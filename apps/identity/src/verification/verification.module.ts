import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { DocumentsModule } from '../documents/documents.module';
import { OwnCasesModule } from '../own-cases/own-cases.module';
import { QueueAge } from './queue-age';
import { VerificationController } from './verification.controller';
import { VerificationService } from './verification.service';
import { VerificationStoreModule } from '../identities/verification.store.module';

/** Who somebody is, as a reviewer found it. */
@Module({
  imports: [AccountsModule, DocumentsModule, OwnCasesModule, VerificationStoreModule],
  controllers: [VerificationController],
  providers: [QueueAge, VerificationService],
  exports: [VerificationService, VerificationStoreModule],
})
export class VerificationModule {}
