import { ChangePhone, SetPhone, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { PhonesService } from './phones.service';

@Controller()
export class PhonesController {
  constructor(private readonly phones: PhonesService) {}

  @MessagePattern<RequestType>('phone.change')
  change(@Payload() command: ChangePhone) {
    return this.phones.change(command);
  }

  @MessagePattern<RequestType>('phone.set')
  set(@Payload() command: SetPhone) {
    return this.phones.set(command);
  }
}
