import { ClosingOf, LedgerClosing, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ClosingService } from './closing.service';

@Controller()
export class ClosingController {
  constructor(private readonly closing: ClosingService) {}

  @MessagePattern<RequestType>('ledger.closing')
  look(@Payload() question: LedgerClosing) {
    return this.closing.look(question);
  }

  @MessagePattern<RequestType>('ledger.closing-taken-back')
  takeBack(@Payload() command: ClosingOf) {
    return this.closing.takeBack(command);
  }
}
