import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { CYCLES, CyclesStore } from './cycles.store';
import { VEHICLES, VehiclesStore } from './vehicles.store';

/** How many vehicles a licence and how many licences a vehicle may have in a cycle, and what is counted of it. */
@Module({
  imports: [MongooseModule.forFeature([CYCLES, VEHICLES])],
  providers: [CyclesStore, VehiclesStore],
  exports: [CyclesStore, VehiclesStore],
})
export class LimitsModule {}
