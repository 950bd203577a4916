import {
  CheckDecision,
  DecisionForOrder,
  DecisionNumbered,
  DecisionOf,
  GetDecisionsNamed,
  RevokeDecision,
  SanctionInForce,
  type EventType,
  type RequestType,
  type ViolationsReplies,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { DecisionsService } from './decisions.service';
import { NamedDecisionsService } from './named.service';
import { RevocationService } from './revocation.service';

type Reply<Name extends keyof ViolationsReplies> = Promise<ViolationsReplies[Name]>;

@Controller()
export class DecisionsController {
  constructor(
    private readonly decisions: DecisionsService,
    private readonly named: NamedDecisionsService,
    private readonly revocations: RevocationService,
  ) {}

  @MessagePattern<RequestType>('decision.get')
  get(@Payload() request: DecisionOf): Reply<'decision.get'> {
    return this.decisions.get(request);
  }

  @MessagePattern<RequestType>('decision.revoke')
  revoke(@Payload() command: RevokeDecision): Reply<'decision.revoke'> {
    return this.revocations.revoke(command);
  }

  @MessagePattern<RequestType>('decision.for-order')
  forOrder(@Payload() { orderId }: DecisionForOrder): Reply<'decision.for-order'> {
    return this.decisions.forOrder(orderId);
  }

  @MessagePattern<RequestType>('decision.named')
  namedBy(@Payload() query: GetDecisionsNamed): Reply<'decision.named'> {
    return this.named.of(query);
  }

  @MessagePattern<RequestType>('decision.subject')
  subject(@Payload() { decisionNumber }: DecisionNumbered): Reply<'decision.subject'> {
    return this.decisions.subject(decisionNumber);
  }

  @MessagePattern<RequestType>('decision.check')
  check(@Payload() request: CheckDecision): Reply<'decision.check'> {
    return this.decisions.check(request);
  }

  @EventPattern<EventType>('sanction.in-force')
  sanctionInForce(
    @Payload() event: SanctionInForce,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    return this.revocations.sanctionInForce(event, context);
  }
}
