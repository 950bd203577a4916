import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { LicencesModule } from '../licences/licences.module';
import { OrganisationsModule } from '../organisations/organisations.module';
import { VerificationModule } from '../verification/verification.module';
import { MongooseModule } from '@nestjs/mongoose';
import { FORMER_NAMES, FormerNamesStore } from './former-names.store';
import { FORMER_PERSONS, FormerPersonsStore } from './former-persons.store';
import { PeopleController } from './people.controller';
import { PeopleService } from './people.service';

/** A person as a whole: account, identity, licence and standing together. */
@Module({
  imports: [
    MongooseModule.forFeature([FORMER_NAMES, FORMER_PERSONS]),
    AccountsModule,
    LicencesModule,
    OrganisationsModule,
    VerificationModule,
  ],
  controllers: [PeopleController],
  providers: [FormerNamesStore, FormerPersonsStore, PeopleService],
  exports: [FormerNamesStore, FormerPersonsStore, PeopleService],
})
export class PeopleModule {}
