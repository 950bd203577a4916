import {
  FindVehicles,
  GetAccessibleVehicles,
  GetHolders,
  GetOwners,
  GetPlates,
  GetVehicleAccess,
  ImportBatch,
  RegisterVehicle,
  type RequestType,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ImportService } from './import.service';
import { OwnersService } from './owners.service';
import { RegisterService } from './register.service';

/** The vehicle register, and who stands how to a vehicle. */
@Controller()
export class RegisterController {
  constructor(
    private readonly register: RegisterService,
    private readonly imports: ImportService,
    private readonly ownership: OwnersService,
  ) {}

  @MessagePattern<RequestType>('vehicle.register')
  registerVehicle(@Payload() command: RegisterVehicle) {
    return this.register.register(command);
  }

  @MessagePattern<RequestType>('vehicle.import')
  importVehicles(@Payload() batch: ImportBatch) {
    return this.imports.import(batch);
  }

  @MessagePattern<RequestType>('vehicle.access')
  access(@Payload() query: GetVehicleAccess) {
    return this.ownership.access(query);
  }

  @MessagePattern<RequestType>('vehicle.accessible')
  accessible(@Payload() query: GetAccessibleVehicles) {
    return this.ownership.accessible(query);
  }

  @MessagePattern<RequestType>('vehicle.plates')
  plates(@Payload() query: GetPlates) {
    return this.register.plates(query);
  }

  @MessagePattern<RequestType>('vehicle.owners')
  owners(@Payload() query: GetOwners) {
    return this.ownership.ownersAt(query);
  }

  @MessagePattern<RequestType>('vehicle.find')
  find(@Payload() query: FindVehicles) {
    return this.ownership.vehiclesAt(query);
  }

  @MessagePattern<RequestType>('vehicle.holders')
  holders(@Payload() query: GetHolders) {
    return this.ownership.holders(query);
  }
}
