import { Module } from '@nestjs/common';
import { VerificationStoreModule } from '../identities/verification.store.module';
import { OwnCases } from './own-cases';

/** Whether an act of staff on an account is about themselves. */
@Module({
  imports: [VerificationStoreModule],
  providers: [OwnCases],
  exports: [OwnCases],
})
export class OwnCasesModule {}
