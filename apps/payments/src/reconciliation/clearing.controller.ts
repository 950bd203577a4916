import { DecideDifference, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ClearingService } from './clearing.service';

@Controller()
export class ClearingController {
  constructor(private readonly clearing: ClearingService) {}

  @MessagePattern<RequestType>('difference.decide')
  decide(@Payload() command: DecideDifference) {
    return this.clearing.decide(command);
  }
}
