import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { CatalogueModule } from '../catalogue/catalogue.module';
import { AttachingService } from './attaching.service';
import { Evidence } from './evidence';
import { ImportService } from './import.service';
import { ImportsController } from './imports.controller';
import { OfVehicleController } from './of-vehicle.controller';
import { OwnCases } from './own-cases';
import { OwnersThen } from './owners-then';
import { ViolationsController } from './violations.controller';
import { ViolationsService } from './violations.service';
import { VIOLATIONS, ViolationsStore } from './violations.store';

/** The register of violations: what the police enter, who sees it, and in whose hands each is. */
@Module({
  imports: [MongooseModule.forFeature([VIOLATIONS]), CatalogueModule],
  controllers: [ViolationsController, ImportsController, OfVehicleController],
  providers: [
    AttachingService,
    Evidence,
    ImportService,
    OwnCases,
    OwnersThen,
    ViolationsService,
    ViolationsStore,
  ],
  exports: [Evidence, OwnCases, OwnersThen, ViolationsService, ViolationsStore],
})
export class RegisterModule {}
