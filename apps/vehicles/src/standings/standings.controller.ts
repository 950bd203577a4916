import { PointServiceStanding, VehicleHandlingStanding, type EventType } from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { StandingsService } from './standings.service';

/** Suspensions and their ends, as the ledger says them. */
@Controller()
export class StandingsController {
  constructor(private readonly standings: StandingsService) {}

  @EventPattern<EventType>('point-service.suspended')
  personSuspended(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.ofPerson(event, 'suspended', context);
  }

  @EventPattern<EventType>('point-service.confirmed')
  personConfirmed(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.ofPerson(event, 'suspended', context);
  }

  @EventPattern<EventType>('point-service.reinstated')
  personReinstated(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.ofPerson(event, 'active', context);
  }

  @EventPattern<EventType>('vehicle-handling.suspended')
  vehicleSuspended(@Payload() event: VehicleHandlingStanding, @Ctx() context: MessageContext) {
    return this.standings.ofVehicle(event, 'suspended', context);
  }

  @EventPattern<EventType>('vehicle-handling.reinstated')
  vehicleReinstated(@Payload() event: VehicleHandlingStanding, @Ctx() context: MessageContext) {
    return this.standings.ofVehicle(event, 'active', context);
  }
}
