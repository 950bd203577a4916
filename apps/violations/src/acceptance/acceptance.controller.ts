import {
  AcceptAtWindow,
  AcceptViolation,
  OptionsAtWindow,
  ViolationOf,
  type RequestType,
  type ViolationsReplies,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { AcceptanceService } from './acceptance.service';
import { OptionsService } from './options.service';

type Reply<Name extends keyof ViolationsReplies> = Promise<ViolationsReplies[Name]>;

@Controller()
export class AcceptanceController {
  constructor(
    private readonly acceptance: AcceptanceService,
    private readonly handlingOptions: OptionsService,
  ) {}

  @MessagePattern<RequestType>('violation.options')
  options(@Payload() request: ViolationOf): Reply<'violation.options'> {
    return this.handlingOptions.options(request);
  }

  @MessagePattern<RequestType>('window.options')
  optionsAtWindow(@Payload() request: OptionsAtWindow): Reply<'window.options'> {
    return this.handlingOptions.atWindow(request);
  }

  @MessagePattern<RequestType>('violation.accept')
  accept(@Payload() command: AcceptViolation): Reply<'violation.accept'> {
    return this.acceptance.accept(command);
  }

  @MessagePattern<RequestType>('window.accept')
  acceptAtWindow(@Payload() command: AcceptAtWindow): Reply<'window.accept'> {
    return this.acceptance.acceptAtWindow(command);
  }
}
