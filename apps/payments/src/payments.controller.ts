import {
  CancelOrder,
  CreatePayment,
  HandlingEnded,
  ListOfCaller,
  OrderOf,
  PointServiceStanding,
  StoreWebhook,
  ViolationDecided,
  type EventType,
  type RequestType,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { OrderingService } from './ordering.service';
import { PayingService } from './paying.service';
import { SettlingService } from './settling.service';
import { StandingsService } from './standings.service';

@Controller()
export class PaymentsController {
  constructor(
    private readonly ordering: OrderingService,
    private readonly paying: PayingService,
    private readonly settling: SettlingService,
    private readonly standings: StandingsService,
  ) {}

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

  @MessagePattern<RequestType>('order.cancel')
  cancel(@Payload() command: CancelOrder) {
    return this.ordering.cancel(command);
  }

  @MessagePattern<RequestType>('payment.create')
  create(@Payload() command: CreatePayment) {
    return this.paying.create(command);
  }

  @MessagePattern<RequestType>('webhook.store')
  store(@Payload() command: StoreWebhook) {
    return this.settling.store(command);
  }

  @EventPattern<EventType>('violation.decided')
  decided(@Payload() event: ViolationDecided, @Ctx() context: MessageContext) {
    return this.ordering.openDecided(event, context);
  }

  @EventPattern<EventType>('handling.withdrawn')
  withdrawn(@Payload() event: HandlingEnded, @Ctx() context: MessageContext) {
    return this.ordering.withdrawn(event, context);
  }

  @EventPattern<EventType>('point-service.suspended')
  suspended(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.heard(event, { status: 'suspended' }, context);
  }

  @EventPattern<EventType>('point-service.confirmed')
  confirmed(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.heard(event, { status: 'suspended', confirmed: true }, context);
  }

  @EventPattern<EventType>('point-service.reinstated')
  reinstated(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.heard(event, { status: 'active' }, context);
  }
}
