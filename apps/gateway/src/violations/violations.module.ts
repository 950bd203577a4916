import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { ChecksController } from './checks.controller';
import { CorrectionsController } from './corrections.controller';
import { DecisionsController } from './decisions.controller';
import { DisputesController } from './disputes.controller';
import { HandlingsController } from './handlings.controller';
import { ViolationsController } from './violations.controller';

@Module({
  imports: [HttpModule],
  controllers: [
    ViolationsController,
    CorrectionsController,
    DisputesController,
    HandlingsController,
    DecisionsController,
    ChecksController,
  ],
})
export class ViolationsModule {}
