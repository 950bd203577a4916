import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { LicencesModule } from '../licences/licences.module';
import { PeopleModule } from '../people/people.module';
import { VerificationModule } from '../verification/verification.module';
import { LookUpsController } from './look-ups.controller';
import { LookUpsService } from './look-ups.service';

/** What staff finds by a number. */
@Module({
  imports: [AccountsModule, LicencesModule, PeopleModule, VerificationModule],
  controllers: [LookUpsController],
  providers: [LookUpsService],
})
export class DeskModule {}
