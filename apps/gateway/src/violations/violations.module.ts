import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { DecisionsController } from './decisions.controller';
import { DisputesController } from './disputes.controller';
import { HandlingsController } from './handlings.controller';
import { ViolationsController } from './violations.controller';

@Module({
  imports: [HttpModule],
  controllers: [ViolationsController, DisputesController, HandlingsController, DecisionsController],
})
export class ViolationsModule {}
