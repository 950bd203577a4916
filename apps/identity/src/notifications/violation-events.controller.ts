import {
  CycleEndingUnpaid,
  DecisionRevoked,
  DisputeDecided,
  DisputeEvent,
  DisputeOpened,
  ViolationCancelled,
  ViolationCorrected,
  ViolationPublished,
  ViolationsImported,
  type EventType,
  type NotificationKind,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { NotificationsService, type Message } from './notifications.service';

/** Violations, disputes and decisions taken back: the people concerned are notified. rules.md §7. */
@Controller()
export class ViolationEventsController {
  constructor(private readonly notifications: NotificationsService) {}

  @EventPattern<EventType>('violation.published')
  published(@Payload() event: ViolationPublished, @Ctx() context: MessageContext) {
    const kind = event.reopened ? 'violation_reopened' : 'violation_published';
    return this.notifications.tell(context, toReaders(event, kind));
  }

  @EventPattern<EventType>('violations.imported')
  imported(@Payload() { violations }: ViolationsImported, @Ctx() context: MessageContext) {
    const event = 'violation.published';
    const messages = violations.flatMap((one) => toReaders(one, 'violation_published'));
    return this.notifications.tell(
      context,
      messages.map((message) => ({ ...message, event })),
    );
  }

  @EventPattern<EventType>('violation.corrected')
  corrected(@Payload() event: ViolationCorrected, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, toReaders(event, 'violation_corrected'));
  }

  @EventPattern<EventType>('violation.cancelled')
  cancelled(@Payload() event: ViolationCancelled, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, toReaders(event, 'violation_cancelled'));
  }

  @EventPattern<EventType>('dispute.opened')
  disputeOpened(@Payload() event: DisputeOpened, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, ofDispute(event, 'dispute_opened'));
  }

  @EventPattern<EventType>('dispute.decided')
  disputeDecided(@Payload() event: DisputeDecided, @Ctx() context: MessageContext) {
    const kind = event.decision === 'eliminate' ? 'dispute_eliminated' : 'dispute_upheld';
    return this.notifications.tell(context, ofDispute(event, kind));
  }

  @EventPattern<EventType>('dispute.withdrawn')
  disputeWithdrawn(@Payload() event: DisputeEvent, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, ofDispute(event, 'dispute_withdrawn'));
  }

  @EventPattern<EventType>('decision.revoked')
  decisionRevoked(@Payload() event: DecisionRevoked, @Ctx() context: MessageContext) {
    const { accountId, handlingId, violationId, decisionNumber } = event;
    const about = { handlingId, violationId, decisionNumber };
    return this.notifications.tell(context, [
      { to: { accountId }, kind: 'decision_revoked', about },
    ]);
  }

  @EventPattern<EventType>('cycle.ending-unpaid')
  cycleEndingUnpaid(@Payload() event: CycleEndingUnpaid, @Ctx() context: MessageContext) {
    const { accountId, licenceId, cycleEndsOn, unpaidFines } = event;
    const about = { licenceId, cycleEndsOn, unpaidFines: String(unpaidFines) };
    return this.notifications.tell(context, [
      { to: { accountId }, kind: 'cycle_ending_unpaid', about },
    ]);
  }
}

/** Whoever owned the vehicle then, by the time that stood before as well, and whom they let use it: who sees it now. rules.md §3.violation.told */
function toReaders(
  event: Pick<ViolationPublished, 'violationId' | 'vehicleId' | 'ownerKey' | 'userAccountIds'> &
    Partial<Pick<ViolationCorrected, 'formerOwnerKey'>>,
  kind: NotificationKind,
): Message[] {
  const { violationId, vehicleId, ownerKey, formerOwnerKey, userAccountIds = [] } = event;
  const about = { violationId, vehicleId };
  const owners = [ownerKey, formerOwnerKey].filter((key) => key !== undefined);
  return [
    ...owners.map((personKey): Message => ({ to: { personKey }, kind, about })),
    ...userAccountIds.map((accountId): Message => ({
      to: { accountId, isNamed: false },
      kind,
      about,
    })),
  ];
}

/** Whoever disputes and, where it is not their own car, its owner. */
function ofDispute(event: DisputeEvent, kind: NotificationKind): Message[] {
  const { accountId, ownerKey: personKey, disputeId, violationId, vehicleId } = event;
  const about = { disputeId, violationId, vehicleId };
  const author: Message = { to: { accountId }, kind, about };
  return event.ownVehicle ? [author] : [author, { to: { personKey }, kind, about }];
}
