import { ListOfCaller, ShareVehicle, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { SharingService } from './sharing.service';

/** One's vehicles, and sharing one of them. */
@Controller()
export class SharingController {
  constructor(private readonly sharing: SharingService) {}

  @MessagePattern<RequestType>('vehicle.mine')
  mine(@Payload() query: ListOfCaller) {
    return this.sharing.mine(query);
  }

  @MessagePattern<RequestType>('vehicle.share')
  share(@Payload() command: ShareVehicle) {
    return this.sharing.share(command);
  }
}
