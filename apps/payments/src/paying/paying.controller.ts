import {
  CancelPayment,
  CreatePayment,
  ExplainOrder,
  ListPayments,
  PaymentOf,
  StoreWebhook,
  type RequestType,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { EndingService } from './ending.service';
import { PayingService } from './paying.service';
import { SettlingService } from './settling.service';

@Controller()
export class PayingController {
  constructor(
    private readonly paying: PayingService,
    private readonly ending: EndingService,
    private readonly settling: SettlingService,
  ) {}

  @MessagePattern<RequestType>('payment.create')
  create(@Payload() command: CreatePayment) {
    return this.paying.create(command);
  }

  @MessagePattern<RequestType>('payment.list')
  list(@Payload() query: ListPayments) {
    return this.paying.list(query);
  }

  @MessagePattern<RequestType>('payment.get')
  get(@Payload() query: PaymentOf) {
    return this.paying.get(query);
  }

  @MessagePattern<RequestType>('payment.cancel')
  cancel(@Payload() command: CancelPayment) {
    return this.ending.cancel(command);
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
