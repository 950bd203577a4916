import {
  ExplainHandling,
  GetHandlingStates,
  GetViolationFacts,
  HandlingOf,
  ListOfCaller,
  PaymentSettled,
  PointsRecorded,
  PointsReversed,
  type EventType,
  type RequestType,
  type ViolationsReplies,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { HandlingsService } from './handlings.service';
import { WithdrawalService } from './withdrawal.service';

type Reply<Name extends keyof ViolationsReplies> = Promise<ViolationsReplies[Name]>;

@Controller()
export class HandlingsController {
  constructor(
    private readonly handlings: HandlingsService,
    private readonly withdrawals: WithdrawalService,
  ) {}

  @MessagePattern<RequestType>('handling.list')
  list(@Payload() request: ListOfCaller): Reply<'handling.list'> {
    return this.handlings.list(request);
  }

  @MessagePattern<RequestType>('handling.get')
  get(@Payload() request: HandlingOf): Reply<'handling.get'> {
    return this.handlings.get(request);
  }

  @MessagePattern<RequestType>('handling.withdraw')
  withdraw(@Payload() request: HandlingOf): Reply<'handling.withdraw'> {
    return this.withdrawals.withdraw(request);
  }

  @MessagePattern<RequestType>('handling.states')
  states(@Payload() { handlingIds }: GetHandlingStates): Reply<'handling.states'> {
    return this.handlings.statesOf(handlingIds);
  }

  @MessagePattern<RequestType>('violation.facts')
  facts(@Payload() { ids }: GetViolationFacts): Reply<'violation.facts'> {
    return this.handlings.factsOf(ids);
  }

  @MessagePattern<RequestType>('violations.explain')
  explain(@Payload() { handlingId }: ExplainHandling): Reply<'violations.explain'> {
    return this.handlings.explain(handlingId);
  }

  @EventPattern<EventType>('points.recorded')
  pointsRecorded(@Payload() event: PointsRecorded, @Ctx() context: MessageContext): Promise<void> {
    return this.handlings.pointsRecorded(event, context);
  }

  @EventPattern<EventType>('points.reversed')
  pointsReversed(@Payload() event: PointsReversed, @Ctx() context: MessageContext): Promise<void> {
    return this.handlings.pointsReversed(event, context);
  }

  @EventPattern<EventType>('payment.settled')
  paymentSettled(@Payload() event: PaymentSettled, @Ctx() context: MessageContext): Promise<void> {
    return this.handlings.paymentSettled(event, context);
  }
}
