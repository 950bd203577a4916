import { Query, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ClosingService } from './closing.service';

@Controller()
export class ClosingController {
  constructor(private readonly closing: ClosingService) {}

  @MessagePattern<RequestType>('account.close')
  close(@Payload() { caller }: Query) {
    return this.closing.close(caller);
  }
}
