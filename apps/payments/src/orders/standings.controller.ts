import { PointServiceStanding, type EventType } from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { StandingsService } from './standings.service';

@Controller()
export class StandingsController {
  constructor(private readonly standings: StandingsService) {}

  @EventPattern<EventType>('point-service.suspended')
  suspended(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.changed(event, true, context);
  }

  @EventPattern<EventType>('point-service.confirmed')
  confirmed(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.changed(event, false, context);
  }

  @EventPattern<EventType>('point-service.reinstated')
  reinstated(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.changed(event, false, context);
  }
}
