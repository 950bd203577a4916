import {
  ListViolations,
  RegisterViolation,
  VehicleRegistered,
  VehiclesImported,
  ViolationOf,
  type EventType,
  type RequestType,
  type ViolationsReplies,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { AttachingService } from './attaching.service';
import { ViolationsService } from './violations.service';

type Reply<Name extends keyof ViolationsReplies> = Promise<ViolationsReplies[Name]>;

/** Violations as the police enter them and as those concerned see them. */
@Controller()
export class ViolationsController {
  constructor(
    private readonly violations: ViolationsService,
    private readonly attaching: AttachingService,
  ) {}

  @MessagePattern<RequestType>('violation.register')
  register(@Payload() command: RegisterViolation): Reply<'violation.register'> {
    return this.violations.register(command);
  }

  @MessagePattern<RequestType>('violation.list')
  list(@Payload() request: ListViolations): Reply<'violation.list'> {
    return this.violations.list(request);
  }

  @MessagePattern<RequestType>('violation.get')
  get(@Payload() request: ViolationOf): Reply<'violation.get'> {
    return this.violations.get(request);
  }

  @EventPattern<EventType>('vehicle.registered')
  vehicleRegistered(
    @Payload() event: VehicleRegistered,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    return this.attaching.arrived([event], context);
  }

  /** It may have had its plate earlier than was known. */
  @EventPattern<EventType>('vehicle.changed')
  vehicleChanged(
    @Payload() event: VehicleRegistered,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    return this.attaching.arrived([event], context);
  }

  @EventPattern<EventType>('vehicles.imported')
  vehiclesImported(
    @Payload() { vehicles }: VehiclesImported,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    return this.attaching.arrived(vehicles, context);
  }
}
