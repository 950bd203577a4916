import { RequestBinding, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { RequestingService } from './requesting.service';

/** Asking for a vehicle. */
@Controller()
export class RequestsController {
  constructor(private readonly requesting: RequestingService) {}

  @MessagePattern<RequestType>('binding.request')
  request(@Payload() command: RequestBinding) {
    return this.requesting.request(command);
  }
}
