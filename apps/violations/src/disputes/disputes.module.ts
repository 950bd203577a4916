import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { RegisterModule } from '../register/register.module';
import { DeskDisputesService } from './desk-disputes.service';
import { DisputesController } from './disputes.controller';
import { DisputesService } from './disputes.service';
import { DISPUTES, DisputesStore } from './disputes.store';

/** Disputes of a violation, and the officers' answers. */
@Module({
  imports: [MongooseModule.forFeature([DISPUTES]), RegisterModule],
  controllers: [DisputesController],
  providers: [DisputesService, DeskDisputesService, DisputesStore],
  exports: [DisputesStore],
})
export class DisputesModule {}
