import { OpenVehicle, SearchVehicle, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DeskService } from './desk.service';

@Controller()
export class DeskController {
  constructor(private readonly desk: DeskService) {}

  @MessagePattern<RequestType>('vehicle.search')
  search(@Payload() query: SearchVehicle) {
    return this.desk.search(query);
  }

  @MessagePattern<RequestType>('vehicle.open')
  open(@Payload() query: OpenVehicle) {
    return this.desk.open(query);
  }
}
