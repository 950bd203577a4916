import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { FACTORS, FactorsStore } from './factors.store';
import { SecondFactors } from './second-factors';

/** What a log-in needs beside the phone: the code of an authenticator, or a recovery code. */
@Module({
  imports: [MongooseModule.forFeature([FACTORS])],
  providers: [FactorsStore, SecondFactors],
  exports: [FactorsStore, SecondFactors],
})
export class TotpModule {}
