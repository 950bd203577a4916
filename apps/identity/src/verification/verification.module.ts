import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DocumentsModule } from '../documents/documents.module';
import { QueueAge } from './queue-age';
import { VerificationController } from './verification.controller';
import { VerificationService } from './verification.service';
import { VERIFICATIONS, VerificationStore } from './verification.store';

/** Who somebody is, as a reviewer found it. */
@Module({
  imports: [MongooseModule.forFeature([VERIFICATIONS]), DocumentsModule],
  controllers: [VerificationController],
  providers: [QueueAge, VerificationService, VerificationStore],
  exports: [VerificationService, VerificationStore],
})
export class VerificationModule {}
