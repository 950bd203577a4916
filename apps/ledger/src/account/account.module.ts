import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Accounts } from './accounts';
import { ENTRIES, EntriesStore } from './entries.store';
import { LICENCES, LicencesStore } from './licences.store';
import { CurrentTerms } from './terms';

/** A licence's account: its cycles, entries, balance and holds. The ground of all others. */
@Module({
  imports: [MongooseModule.forFeature([LICENCES, ENTRIES])],
  providers: [LicencesStore, EntriesStore, Accounts, CurrentTerms],
  exports: [LicencesStore, EntriesStore, Accounts, CurrentTerms],
})
export class AccountModule {}
