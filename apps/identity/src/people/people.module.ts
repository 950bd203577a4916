import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { LicencesModule } from '../licences/licences.module';
import { OrganisationsModule } from '../organisations/organisations.module';
import { VerificationModule } from '../verification/verification.module';
import { PeopleController } from './people.controller';
import { PeopleService } from './people.service';

/** A person as a whole: account, identity, licence and standing together. */
@Module({
  imports: [AccountsModule, LicencesModule, OrganisationsModule, VerificationModule],
  controllers: [PeopleController],
  providers: [PeopleService],
  exports: [PeopleService],
})
export class PeopleModule {}
