import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { PeopleModule } from '../people/people.module';
import { BindingsController } from './bindings.controller';
import { BINDINGS, BindingsStore } from './bindings.store';
import { EndingService } from './ending.service';
import { ReadingService } from './reading.service';
import { USER_USE, UseStore, VEHICLE_USE } from './use.store';

/** What a binding is, how many there may be, and how they end. */
@Module({
  imports: [MongooseModule.forFeature([BINDINGS, USER_USE, VEHICLE_USE]), PeopleModule],
  controllers: [BindingsController],
  providers: [BindingsStore, EndingService, ReadingService, UseStore],
  exports: [BindingsStore, EndingService, UseStore],
})
export class BindingsModule {}
