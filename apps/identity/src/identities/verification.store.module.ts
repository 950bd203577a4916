import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { VERIFICATIONS, VerificationStore } from './verification.store';

/** What is stored of identities, for those on which their review builds. */
@Module({
  imports: [MongooseModule.forFeature([VERIFICATIONS])],
  providers: [VerificationStore],
  exports: [VerificationStore],
})
export class VerificationStoreModule {}
