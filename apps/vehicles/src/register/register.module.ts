import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { BindingsModule } from '../bindings/bindings.module';
import { PeopleModule } from '../people/people.module';
import { EnteringService } from './entering.service';
import { ImportService } from './import.service';
import { OwnersService } from './owners.service';
import { FORMER_OWNERS, OwnersStore } from './owners.store';
import { RegisterController } from './register.controller';
import { RegisterService } from './register.service';
import { VEHICLES, VehiclesStore } from './vehicles.store';

/** The vehicle register. Another owner in it ends the bindings of the vehicle. */
@Module({
  imports: [MongooseModule.forFeature([VEHICLES, FORMER_OWNERS]), BindingsModule, PeopleModule],
  controllers: [RegisterController],
  providers: [
    EnteringService,
    ImportService,
    OwnersService,
    OwnersStore,
    RegisterService,
    VehiclesStore,
  ],
  exports: [OwnersStore, VehiclesStore],
})
export class RegisterModule {}
