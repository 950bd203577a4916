import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ClockController } from './clock.controller';
import { ClockService } from './clock.service';
import { clockSchema, ClockStore } from './clock.store';

/** The sandbox's domain clock, which identity keeps for everyone. */
@Module({
  imports: [MongooseModule.forFeature([{ name: 'clock', schema: clockSchema }])],
  controllers: [ClockController],
  providers: [ClockService, ClockStore],
})
export class ClockModule {}
