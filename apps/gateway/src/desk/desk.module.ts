import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { AccountsController } from './accounts.controller';
import { Cases } from './cases';
import { CasesController } from './cases.controller';
import { LicencesController } from './licences.controller';
import { PersonsController } from './persons.controller';
import { VehiclesController } from './vehicles.controller';

/** What an officer does for people who come to a desk, and finds for them. */
@Module({
  imports: [HttpModule],
  controllers: [
    AccountsController,
    PersonsController,
    LicencesController,
    VehiclesController,
    CasesController,
  ],
  providers: [Cases],
})
export class DeskModule {}
