import { AdvanceClock, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ClockService } from './clock.service';

@Controller()
export class ClockController {
  constructor(private readonly clock: ClockService) {}

  @MessagePattern<RequestType>('clock.get')
  state() {
    return this.clock.get();
  }

  @MessagePattern<RequestType>('clock.advance')
  advance(@Payload() command: AdvanceClock) {
    return this.clock.advance(command);
  }
}
