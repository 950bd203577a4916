import {
  BindingOf,
  ListOfCaller,
  SanctionInForce,
  type EventType,
  type RequestType,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { EndingService } from './ending.service';
import { ReadingService } from './reading.service';

/** Bindings as applicants and owners see them, and how they end. */
@Controller()
export class BindingsController {
  constructor(
    private readonly ending: EndingService,
    private readonly reading: ReadingService,
  ) {}

  @MessagePattern<RequestType>('binding.list')
  list(@Payload() query: ListOfCaller) {
    return this.reading.list(query);
  }

  @MessagePattern<RequestType>('binding.get')
  get(@Payload() query: BindingOf) {
    return this.reading.get(query);
  }

  @MessagePattern<RequestType>('binding.release')
  release(@Payload() command: BindingOf) {
    return this.ending.release(command);
  }

  @MessagePattern<RequestType>('vehicle.bound-by-others')
  boundByOthers(@Payload() query: ListOfCaller) {
    return this.reading.boundByOthers(query);
  }

  @MessagePattern<RequestType>('vehicle.release-other')
  releaseOther(@Payload() command: BindingOf) {
    return this.ending.releaseOther(command);
  }

  @EventPattern<EventType>('sanction.in-force')
  sanctionInForce(@Payload() event: SanctionInForce, @Ctx() context: MessageContext) {
    return this.ending.sanctioned(event, context);
  }
}
