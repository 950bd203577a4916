import {
  CancelOrder,
  CheckReceipt,
  CreatePayment,
  DecideDifference,
  DecisionRevoked,
  DifferenceOf,
  HandlingEnded,
  ListDifferences,
  ListOfCaller,
  OrderOf,
  PointServiceStanding,
  SanctionInForce,
  SanctionRevoked,
  StoreWebhook,
  ViolationDecided,
  type EventType,
  type RequestType,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { ClosingService } from './paying/closing.service';
import { OrderingService } from './orders/ordering.service';
import { PayingService } from './paying/paying.service';
import { DifferencesService } from './differences/differences.service';
import { SettlingService } from './paying/settling.service';
import { StandingsService } from './orders/standings.service';

@Controller()
export class PaymentsController {
  constructor(
    private readonly ordering: OrderingService,
    private readonly closing: ClosingService,
    private readonly paying: PayingService,
    private readonly settling: SettlingService,
    private readonly standings: StandingsService,
    private readonly differences: DifferencesService,
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
    return this.closing.cancel(command);
  }

  @MessagePattern<RequestType>('payment.create')
  create(@Payload() command: CreatePayment) {
    return this.paying.create(command);
  }

  @MessagePattern<RequestType>('webhook.store')
  store(@Payload() command: StoreWebhook) {
    return this.settling.store(command);
  }

  @MessagePattern<RequestType>('receipt.check')
  checkReceipt(@Payload() query: CheckReceipt) {
    return this.ordering.checkReceipt(query);
  }

  @MessagePattern<RequestType>('difference.list')
  listDifferences(@Payload() query: ListDifferences) {
    return this.differences.list(query);
  }

  @MessagePattern<RequestType>('difference.get')
  getDifference(@Payload() query: DifferenceOf) {
    return this.differences.get(query);
  }

  @MessagePattern<RequestType>('difference.decide')
  decideDifference(@Payload() command: DecideDifference) {
    return this.differences.decide(command);
  }

  @EventPattern<EventType>('violation.decided')
  decided(@Payload() event: ViolationDecided, @Ctx() context: MessageContext) {
    return this.ordering.openDecided(event, context);
  }

  @EventPattern<EventType>('sanction.in-force')
  sanctioned(@Payload() event: SanctionInForce, @Ctx() context: MessageContext) {
    return this.ordering.openSanctioned(event, context);
  }

  @EventPattern<EventType>('handling.withdrawn')
  withdrawn(@Payload() event: HandlingEnded, @Ctx() context: MessageContext) {
    return this.closing.withdrawn(event, context);
  }

  @EventPattern<EventType>('decision.revoked')
  decisionRevoked(@Payload() event: DecisionRevoked, @Ctx() context: MessageContext) {
    return this.closing.decisionRevoked(event, context);
  }

  @EventPattern<EventType>('sanction.revoked')
  sanctionRevoked(@Payload() event: SanctionRevoked, @Ctx() context: MessageContext) {
    return this.closing.sanctionRevoked(event, context);
  }

  @EventPattern<EventType>('point-service.suspended')
  suspended(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.heard(event, true, context);
  }

  @EventPattern<EventType>('point-service.confirmed')
  confirmed(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.heard(event, false, context);
  }

  @EventPattern<EventType>('point-service.reinstated')
  reinstated(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.heard(event, false, context);
  }
}
