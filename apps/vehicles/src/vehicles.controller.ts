import {
  AnswerConsent,
  BindingOf,
  DecideBinding,
  GetAccessibleVehicles,
  GetOwners,
  GetPlates,
  GetVehicleAccess,
  IdentityVerified,
  ImportBatch,
  ListBindingReviews,
  ListOfCaller,
  PointServiceStanding,
  RegisterVehicle,
  RequestBinding,
  SanctionInForce,
  VehicleHandlingStanding,
  type EventType,
  type RequestType,
} from '@demerit/contracts';
import { Inbox, MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { DecidingService } from './review/deciding.service';
import { EndingService } from './bindings/ending.service';
import { ImportService } from './register/import.service';
import { PeopleStore } from './people/people.store';
import { ReadingService } from './bindings/reading.service';
import { RegisterService } from './register/register.service';
import { RequestingService } from './requests/requesting.service';
import { StandingsService } from './standings/standings.service';

@Controller()
export class VehiclesController {
  constructor(
    private readonly register: RegisterService,
    private readonly imports: ImportService,
    private readonly requesting: RequestingService,
    private readonly deciding: DecidingService,
    private readonly ending: EndingService,
    private readonly reading: ReadingService,
    private readonly standings: StandingsService,
    private readonly people: PeopleStore,
    private readonly inbox: Inbox,
  ) {}

  @MessagePattern<RequestType>('vehicle.register')
  registerVehicle(@Payload() command: RegisterVehicle) {
    return this.register.register(command);
  }

  @MessagePattern<RequestType>('vehicle.import')
  importVehicles(@Payload() batch: ImportBatch) {
    return this.imports.import(batch);
  }

  @MessagePattern<RequestType>('vehicle.access')
  access(@Payload() query: GetVehicleAccess) {
    return this.register.access(query);
  }

  @MessagePattern<RequestType>('vehicle.accessible')
  accessible(@Payload() query: GetAccessibleVehicles) {
    return this.register.accessible(query);
  }

  @MessagePattern<RequestType>('vehicle.plates')
  plates(@Payload() query: GetPlates) {
    return this.register.plates(query);
  }

  @MessagePattern<RequestType>('vehicle.owners')
  owners(@Payload() query: GetOwners) {
    return this.register.owners(query);
  }

  @MessagePattern<RequestType>('vehicle.bound-by-others')
  boundByOthers(@Payload() query: ListOfCaller) {
    return this.reading.boundByOthers(query);
  }

  @MessagePattern<RequestType>('vehicle.release-other')
  releaseOther(@Payload() command: BindingOf) {
    return this.ending.releaseOther(command);
  }

  @MessagePattern<RequestType>('binding.request')
  request(@Payload() command: RequestBinding) {
    return this.requesting.request(command);
  }

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

  @MessagePattern<RequestType>('binding.consent')
  consent(@Payload() command: AnswerConsent) {
    return this.deciding.consent(command);
  }

  @MessagePattern<RequestType>('binding-review.list')
  queue(@Payload() query: ListBindingReviews) {
    return this.reading.queue(query);
  }

  @MessagePattern<RequestType>('binding-review.get')
  review(@Payload() query: BindingOf) {
    return this.reading.review(query);
  }

  @MessagePattern<RequestType>('binding-review.decide')
  decide(@Payload() command: DecideBinding) {
    return this.deciding.decide(command);
  }

  @EventPattern<EventType>('identity.verified')
  async verified(
    @Payload() { accountId: _id, personKey }: IdentityVerified,
    @Ctx() context: MessageContext,
  ) {
    await this.inbox.process(context, (session) => this.people.learn({ _id, personKey }, session));
  }

  @EventPattern<EventType>('point-service.suspended')
  personSuspended(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.heardOfPerson(event, 'suspended', context);
  }

  @EventPattern<EventType>('point-service.confirmed')
  personConfirmed(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.heardOfPerson(event, 'suspended', context);
  }

  @EventPattern<EventType>('point-service.reinstated')
  personReinstated(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standings.heardOfPerson(event, 'active', context);
  }

  @EventPattern<EventType>('sanction.in-force')
  sanctionInForce(@Payload() event: SanctionInForce, @Ctx() context: MessageContext) {
    return this.ending.sanctioned(event, context);
  }

  @EventPattern<EventType>('vehicle-handling.suspended')
  vehicleSuspended(@Payload() event: VehicleHandlingStanding, @Ctx() context: MessageContext) {
    return this.standings.heardOfVehicle(event, 'suspended', context);
  }

  @EventPattern<EventType>('vehicle-handling.reinstated')
  vehicleReinstated(@Payload() event: VehicleHandlingStanding, @Ctx() context: MessageContext) {
    return this.standings.heardOfVehicle(event, 'active', context);
  }
}
