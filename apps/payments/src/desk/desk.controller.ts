import { FindOrder, OrderOfCase, type PaymentsReplies, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DeskService } from './desk.service';

type Reply<Name extends keyof PaymentsReplies> = Promise<PaymentsReplies[Name]>;

@Controller()
export class DeskController {
  constructor(private readonly desk: DeskService) {}

  @MessagePattern<RequestType>('order.find')
  find(@Payload() request: FindOrder): Reply<'order.find'> {
    return this.desk.find(request);
  }

  @MessagePattern<RequestType>('order.of-case')
  ofCase(@Payload() { orderId }: OrderOfCase): Reply<'order.of-case'> {
    return this.desk.ofCase(orderId);
  }
}
