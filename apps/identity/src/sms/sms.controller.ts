import { CodeBody, SendSms, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { SmsService } from './sms.service';

@Controller()
export class SmsController {
  constructor(private readonly sms: SmsService) {}

  @MessagePattern<RequestType>('sms.send')
  send(@Payload() message: SendSms) {
    return this.sms.send(message);
  }

  @MessagePattern<RequestType>('sms.list')
  list(@Payload() { phone }: CodeBody) {
    return this.sms.list(phone);
  }
}
