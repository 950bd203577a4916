import {
  EnrolSecondFactor,
  ResetSecondFactor,
  SecondFactorOf,
  type RequestType,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { SecondFactorService } from './second-factor.service';

@Controller()
export class SecondFactorController {
  constructor(private readonly secondFactor: SecondFactorService) {}

  @MessagePattern<RequestType>('second-factor.enrol')
  enrol(@Payload() command: EnrolSecondFactor) {
    return this.secondFactor.enrol(command);
  }

  @MessagePattern<RequestType>('second-factor.confirm')
  confirm(@Payload() command: SecondFactorOf) {
    return this.secondFactor.confirm(command);
  }

  @MessagePattern<RequestType>('second-factor.remove')
  remove(@Payload() command: SecondFactorOf) {
    return this.secondFactor.remove(command);
  }

  @MessagePattern<RequestType>('second-factor.reset')
  reset(@Payload() command: ResetSecondFactor) {
    return this.secondFactor.reset(command);
  }
}
