import { CreatePayment, ExplainOrder, StoreWebhook, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { PayingService } from './paying.service';
import { SettlingService } from './settling.service';

@Controller()
export class PayingController {
  constructor(
    private readonly paying: PayingService,
    private readonly settling: SettlingService,
  ) {}

  @MessagePattern<RequestType>('payment.create')
  create(@Payload() command: CreatePayment) {
    return this.paying.create(command);
  }

  @MessagePattern<RequestType>('payments.explain')
  explain(@Payload() { orderId }: ExplainOrder) {
    return this.paying.explain(orderId);
  }

  @MessagePattern<RequestType>('webhook.store')
  store(@Payload() command: StoreWebhook) {
    return this.settling.store(command);
  }
}
