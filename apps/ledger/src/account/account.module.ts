import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Accounts } from './accounts';
import { ENTRIES, EntriesStore } from './entries.store';
import { LICENCES, LicencesStore } from './licences.store';
import { PEOPLE, PeopleStore } from './people.store';
import { CurrentTerms } from './terms';

/** A licence's account: its cycles, entries, balance and holds; and whose standing is what. The ground of all others. */
@Module({
  imports: [MongooseModule.forFeature([LICENCES, ENTRIES, PEOPLE])],
  providers: [LicencesStore, EntriesStore, PeopleStore, Accounts, CurrentTerms],
  exports: [LicencesStore, EntriesStore, PeopleStore, Accounts, CurrentTerms],
})
export class AccountModule {}
