import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ClockController } from './clock.controller';
import { ClockService } from './clock.service';
import { CLOCK, ClockStore } from './clock.store';

/** The sandbox's domain clock, which identity keeps for everyone. */
@Module({
  imports: [MongooseModule.forFeature([CLOCK])],
  controllers: [ClockController],
  providers: [ClockService, ClockStore],
})
export class ClockModule {}
