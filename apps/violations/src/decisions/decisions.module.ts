import { Module } from '@nestjs/common';
import { HandlingsModule } from '../handlings/handlings.module';
import { RegisterModule } from '../register/register.module';
import { DecisionsController } from './decisions.controller';
import { DecisionsService } from './decisions.service';
import { NamedDecisionsService } from './named.service';
import { RevocationService } from './revocation.service';

/** Penalty decisions: how they are worded, who reads them, and how they are taken back. */
@Module({
  imports: [HandlingsModule, RegisterModule],
  controllers: [DecisionsController],
  providers: [DecisionsService, NamedDecisionsService, RevocationService],
  exports: [DecisionsService],
})
export class DecisionsModule {}
