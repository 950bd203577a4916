import {
  CancelOrder,
  DecisionRevoked,
  HandlingEnded,
  SanctionRevoked,
  type EventType,
  type RequestType,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { ClosingService } from './closing.service';

@Controller()
export class ClosingController {
  constructor(private readonly closing: ClosingService) {}

  @MessagePattern<RequestType>('order.cancel')
  cancel(@Payload() command: CancelOrder) {
    return this.closing.cancel(command);
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
}
