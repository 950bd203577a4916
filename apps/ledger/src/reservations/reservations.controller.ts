import {
  DecisionRevoked,
  DecideTarget,
  GetStanding,
  HandlingEnded,
  LicenceClaimed,
  ListEntries,
  ListTargets,
  OrderRecordingDue,
  PaymentSettled,
  PreviewPoints,
  Query,
  ReservePoints,
  TargetOf,
  ViolationDecided,
} from '@demerit/contracts';
import { Inbox, MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { LicencesService } from '../statement/statement.service';
import { ReservationsService } from './reservations.service';
import { ReviewService } from '../review/review.service';

/** What the ledger answers. */
@Controller()
export class LedgerRequestsController {
  constructor(
    private readonly reservations: ReservationsService,
    private readonly licences: LicencesService,
    private readonly reviews: ReviewService,
  ) {}

  @MessagePattern('points.reserve')
  reserve(@Payload() request: ReservePoints) {
    return this.reservations.reserve(request);
  }

  @MessagePattern('points.preview')
  preview(@Payload() request: PreviewPoints) {
    return this.reservations.preview(request);
  }

  @MessagePattern('points.standing')
  standing(@Payload() request: GetStanding) {
    return this.licences.standings(request);
  }

  @MessagePattern('points.statement')
  statement(@Payload() { caller }: Query) {
    return this.licences.statement(caller);
  }

  @MessagePattern('points.entries')
  entries(@Payload() request: ListEntries) {
    return this.licences.entriesOf(request);
  }

  @MessagePattern('key-review.list')
  targets(@Payload() request: ListTargets) {
    return this.reviews.list(request);
  }

  @MessagePattern('key-review.get')
  target(@Payload() request: TargetOf) {
    return this.reviews.get(request);
  }

  @MessagePattern('key-review.decide')
  decide(@Payload() command: DecideTarget) {
    return this.reviews.decide(command);
  }
}

/** What the ledger acts on. Each effect commits with the note that its event was heard. */
@Controller()
export class LedgerEventsController {
  constructor(
    private readonly inbox: Inbox,
    private readonly reservations: ReservationsService,
    private readonly licences: LicencesService,
  ) {}

  @EventPattern<string>('licence.claimed')
  async claimed(@Payload() event: LicenceClaimed, @Ctx() context: MessageContext): Promise<void> {
    await this.inbox.process(context, (session) => this.licences.claimed(event, session));
  }

  @EventPattern<string>('violation.decided')
  async decided(@Payload() event: ViolationDecided, @Ctx() context: MessageContext): Promise<void> {
    await this.inbox.process(context, (session) => this.reservations.decided(event, session));
  }

  @EventPattern<string>('payment.settled')
  async settled(
    @Payload() { handlingId }: PaymentSettled,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    // What a sanction case ordered records nothing.
    if (handlingId === undefined) return;
    await this.inbox.process(context, (session) =>
      this.reservations.record(handlingId, 'paid', session),
    );
  }

  @EventPattern<string>('order.recording-due')
  async recordingDue(
    @Payload() { handlingId }: OrderRecordingDue,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    await this.inbox.process(context, (session) =>
      this.reservations.record(handlingId, 'overdue', session),
    );
  }

  @EventPattern<string>('decision.revoked')
  async revoked(@Payload() event: DecisionRevoked, @Ctx() context: MessageContext): Promise<void> {
    await this.inbox.process(context, (session) => this.reservations.revoked(event, session));
  }

  @EventPattern<string>('handling.withdrawn')
  async withdrawn(@Payload() event: HandlingEnded, @Ctx() context: MessageContext): Promise<void> {
    await this.inbox.process(context, (session) => this.reservations.withdrawn(event, session));
  }
}
