import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module';
import { DecisionsModule } from '../decisions/decisions.module';
import { DisputesModule } from '../disputes/disputes.module';
import { HandlingsModule } from '../handlings/handlings.module';
import { RegisterModule } from '../register/register.module';
import { DeskController } from './desk.controller';
import { DeskService } from './desk.service';

/** What officers find at the desk of a violation and what became of it. */
@Module({
  imports: [CatalogueModule, DecisionsModule, DisputesModule, HandlingsModule, RegisterModule],
  controllers: [DeskController],
  providers: [DeskService],
})
export class DeskModule {}
