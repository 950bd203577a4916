import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountModule } from '../account/account.module';
import { CYCLES, CyclesStore } from './cycles.store';
import { MIGRATIONS, ShapeStore } from './shape.store';
import { VEHICLES, VehiclesStore } from './vehicles.store';

/** How many vehicles a licence and how many licences a vehicle may have in a cycle, and what is counted of it. */
@Module({
  imports: [MongooseModule.forFeature([CYCLES, VEHICLES, MIGRATIONS]), AccountModule],
  providers: [CyclesStore, ShapeStore, VehiclesStore],
  exports: [CyclesStore, ShapeStore, VehiclesStore],
})
export class LimitsModule {}
