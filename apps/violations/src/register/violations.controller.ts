import {
  AcceptAtWindow,
  AcceptViolation,
  DecisionForOrder,
  DecisionNumbered,
  DecisionOf,
  EvidenceVisible,
  GetHandlingState,
  HandlingOf,
  ListCatalogue,
  ListOfCaller,
  ListViolations,
  PaymentSettled,
  PointsRecorded,
  RegisterViolation,
  RevokeDecision,
  SanctionInForce,
  VehicleRegistered,
  VehiclesImported,
  ViolationOf,
  type ViolationsReplies,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { AcceptanceService } from '../acceptance/acceptance.service';
import { AttachingService } from './attaching.service';
import { Catalogue } from '../catalogue/catalogue';
import { HandlingsService } from '../handlings/handlings.service';
import { OptionsService } from '../acceptance/options.service';
import { RevocationService } from '../decisions/revocation.service';
import { ViolationsService } from './violations.service';
import { WithdrawalService } from '../handlings/withdrawal.service';

type Reply<Name extends keyof ViolationsReplies> = Promise<ViolationsReplies[Name]>;

@Controller()
export class ViolationsController {
  constructor(
    private readonly violations: ViolationsService,
    private readonly options: OptionsService,
    private readonly acceptance: AcceptanceService,
    private readonly handlings: HandlingsService,
    private readonly withdrawals: WithdrawalService,
    private readonly revocations: RevocationService,
    private readonly attaching: AttachingService,
    private readonly catalogue: Catalogue,
  ) {}

  @MessagePattern('violation.register')
  register(@Payload() command: RegisterViolation): Reply<'violation.register'> {
    return this.violations.register(command);
  }

  @MessagePattern('violation.list')
  list(@Payload() request: ListViolations): Reply<'violation.list'> {
    return this.violations.list(request);
  }

  @MessagePattern('violation.get')
  get(@Payload() request: ViolationOf): Reply<'violation.get'> {
    return this.violations.get(request);
  }

  @MessagePattern('violation.options')
  handlingOptions(@Payload() request: ViolationOf): Reply<'violation.options'> {
    return this.options.options(request);
  }

  @MessagePattern('violation.evidence-visible')
  evidenceVisible(@Payload() request: EvidenceVisible): Reply<'violation.evidence-visible'> {
    return this.violations.evidenceVisible(request);
  }

  @MessagePattern('violation.accept')
  accept(@Payload() command: AcceptViolation): Reply<'violation.accept'> {
    return this.acceptance.accept(command);
  }

  @MessagePattern('window.accept')
  acceptAtWindow(@Payload() command: AcceptAtWindow): Reply<'window.accept'> {
    return this.acceptance.acceptAtWindow(command);
  }

  @MessagePattern('handling.list')
  listHandlings(@Payload() request: ListOfCaller): Reply<'handling.list'> {
    return this.handlings.list(request);
  }

  @MessagePattern('handling.get')
  getHandling(@Payload() request: HandlingOf): Reply<'handling.get'> {
    return this.handlings.get(request);
  }

  @MessagePattern('handling.withdraw')
  withdraw(@Payload() request: HandlingOf): Reply<'handling.withdraw'> {
    return this.withdrawals.withdraw(request);
  }

  @MessagePattern('decision.get')
  getDecision(@Payload() request: DecisionOf): Reply<'decision.get'> {
    return this.handlings.decision(request);
  }

  @MessagePattern('decision.revoke')
  revoke(@Payload() command: RevokeDecision): Reply<'decision.revoke'> {
    return this.revocations.revoke(command);
  }

  @MessagePattern('catalogue.list')
  listCatalogue(@Payload() request: ListCatalogue): ViolationsReplies['catalogue.list'] {
    return this.catalogue.list(request);
  }

  @MessagePattern('decision.for-order')
  decisionForOrder(@Payload() { orderId }: DecisionForOrder): Reply<'decision.for-order'> {
    return this.handlings.decisionForOrder(orderId);
  }

  @MessagePattern('decision.facts')
  decisionFacts(@Payload() { decisionNumber }: DecisionNumbered): Reply<'decision.facts'> {
    return this.handlings.decisionFacts(decisionNumber);
  }

  @MessagePattern('handling.state')
  handlingState(@Payload() { handlingId }: GetHandlingState): Reply<'handling.state'> {
    return this.handlings.stateOf(handlingId);
  }

  @EventPattern<string>('points.recorded')
  pointsRecorded(@Payload() event: PointsRecorded, @Ctx() context: MessageContext): Promise<void> {
    return this.handlings.pointsRecorded(event, context);
  }

  @EventPattern<string>('payment.settled')
  paymentSettled(@Payload() event: PaymentSettled, @Ctx() context: MessageContext): Promise<void> {
    return this.handlings.paymentSettled(event, context);
  }

  @EventPattern<string>('sanction.in-force')
  sanctionInForce(
    @Payload() event: SanctionInForce,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    return this.revocations.sanctionInForce(event, context);
  }

  @EventPattern<string>('vehicle.registered')
  vehicleRegistered(
    @Payload() event: VehicleRegistered,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    return this.attaching.arrived([event], context);
  }

  @EventPattern<string>('vehicles.imported')
  vehiclesImported(
    @Payload() { vehicles }: VehiclesImported,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    return this.attaching.arrived(vehicles, context);
  }
}
