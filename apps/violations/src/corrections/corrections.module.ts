import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module';
import { DisputesModule } from '../disputes/disputes.module';
import { RegisterModule } from '../register/register.module';
import { CorrectionsController } from './corrections.controller';
import { CorrectionsService } from './corrections.service';

/** What a registrar reads and mends of violations after they were entered. */
@Module({
  imports: [CatalogueModule, DisputesModule, RegisterModule],
  controllers: [CorrectionsController],
  providers: [CorrectionsService],
})
export class CorrectionsModule {}
