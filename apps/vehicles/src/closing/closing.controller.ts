import { AccountClosed, ClosingBegins, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ClosingService } from './closing.service';

@Controller()
export class ClosingController {
  constructor(private readonly closing: ClosingService) {}

  @MessagePattern<RequestType>('vehicles.closing')
  look(@Payload() question: ClosingBegins) {
    return this.closing.look(question);
  }

  @MessagePattern<RequestType>('vehicles.account-closed')
  closed(@Payload() command: AccountClosed) {
    return this.closing.closed(command);
  }
}
