import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountsModule } from '../accounts/accounts.module';
import { VerificationModule } from '../verification/verification.module';
import { LicenceImportsService } from './imports.service';
import { LicencesController } from './licences.controller';
import { LicencesService } from './licences.service';
import { LICENCES, LicencesStore } from './licences.store';
import { STANDINGS, StandingsStore } from './standings.store';

/** The register of driving licences, who claimed them, and what the ledger says of them. */
@Module({
  imports: [MongooseModule.forFeature([LICENCES, STANDINGS]), AccountsModule, VerificationModule],
  controllers: [LicencesController],
  providers: [LicenceImportsService, LicencesService, LicencesStore, StandingsStore],
  exports: [LicencesService, LicencesStore, StandingsStore],
})
export class LicencesModule {}
