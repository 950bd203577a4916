import {
  CheckReceipt,
  ListOfCaller,
  OrderOf,
  SanctionInForce,
  ViolationDecided,
  type EventType,
  type RequestType,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { OrderingService } from './ordering.service';

@Controller()
export class OrdersController {
  constructor(private readonly ordering: OrderingService) {}

  @MessagePattern<RequestType>('order.list')
  list(@Payload() query: ListOfCaller) {
    return this.ordering.list(query);
  }

  @MessagePattern<RequestType>('order.get')
  get(@Payload() query: OrderOf) {
    return this.ordering.get(query);
  }

  @MessagePattern<RequestType>('order.receipt')
  receipt(@Payload() query: OrderOf) {
    return this.ordering.receipt(query);
  }

  @MessagePattern<RequestType>('receipt.check')
  checkReceipt(@Payload() query: CheckReceipt) {
    return this.ordering.checkReceipt(query);
  }

  @EventPattern<EventType>('violation.decided')
  decided(@Payload() event: ViolationDecided, @Ctx() context: MessageContext) {
    return this.ordering.openDecided(event, context);
  }

  @EventPattern<EventType>('sanction.in-force')
  sanctioned(@Payload() event: SanctionInForce, @Ctx() context: MessageContext) {
    return this.ordering.openSanctioned(event, context);
  }
}
