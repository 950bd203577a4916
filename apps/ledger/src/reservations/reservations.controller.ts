import {
  DecisionRevoked,
  HandlingEnded,
  OrderRecordingDue,
  PaymentSettled,
  PreviewPoints,
  ReservePoints,
  ViolationDecided,
} from '@demerit/contracts';
import { Inbox, MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { ReservationsService } from './reservations.service';

@Controller()
export class ReservationsController {
  constructor(private readonly reservations: ReservationsService) {}

  @MessagePattern('points.reserve')
  reserve(@Payload() request: ReservePoints) {
    return this.reservations.reserve(request);
  }

  @MessagePattern('points.preview')
  preview(@Payload() request: PreviewPoints) {
    return this.reservations.preview(request);
  }
}

/** What becomes of handlings. Each effect commits with the note that its event came. */
@Controller()
export class HandlingEventsController {
  constructor(
    private readonly inbox: Inbox,
    private readonly reservations: ReservationsService,
  ) {}

  @EventPattern<string>('violation.decided')
  async decided(@Payload() event: ViolationDecided, @Ctx() context: MessageContext): Promise<void> {
    await this.inbox.processTogether(context, (session) =>
      this.reservations.decided(event, session),
    );
  }

  @EventPattern<string>('payment.settled')
  async settled(
    @Payload() { handlingId, paidAt }: PaymentSettled,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    // What a sanction case ordered records nothing.
    if (handlingId === undefined) return;
    await this.inbox.processTogether(context, (session) =>
      this.reservations.record(handlingId, 'paid', session, paidAt),
    );
  }

  @EventPattern<string>('order.recording-due')
  async recordingDue(
    @Payload() { handlingId }: OrderRecordingDue,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    await this.inbox.processTogether(context, (session) =>
      this.reservations.record(handlingId, 'overdue', session),
    );
  }

  @EventPattern<string>('decision.revoked')
  async revoked(@Payload() event: DecisionRevoked, @Ctx() context: MessageContext): Promise<void> {
    await this.inbox.processTogether(context, (session) =>
      this.reservations.revoked(event, session),
    );
  }

  @EventPattern<string>('handling.withdrawn')
  async withdrawn(@Payload() event: HandlingEnded, @Ctx() context: MessageContext): Promise<void> {
    await this.inbox.processTogether(context, (session) =>
      this.reservations.withdrawn(event, session),
    );
  }
}
