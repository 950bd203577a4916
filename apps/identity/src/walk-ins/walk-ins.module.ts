import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { LicencesModule } from '../licences/licences.module';
import { VerificationModule } from '../verification/verification.module';
import { WalkInsController } from './walk-ins.controller';
import { WalkInsService } from './walk-ins.service';

/** People who come to a desk with their papers. */
@Module({
  imports: [AccountsModule, LicencesModule, VerificationModule],
  controllers: [WalkInsController],
  providers: [WalkInsService],
})
export class WalkInsModule {}
