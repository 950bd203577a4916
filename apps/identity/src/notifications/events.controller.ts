import {
  BarLifted,
  BindingEnded,
  BindingRejected,
  BindingRequested,
  BindingStep,
  DelegateChanged,
  HandlingEnded,
  IdentityDecided,
  OrderDue,
  OwnerChanged,
  PaymentRefunded,
  PointServiceStanding,
  PointsRecorded,
  SessionOpened,
  ThresholdCrossed,
  ViolationDecided,
  type EndedBecause,
  type EventType,
  type NotificationKind,
  type Standing,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { StandingsStore } from '../licences/standings.store';
import { inYuan, NotificationsService, type Message } from './notifications.service';

const KIND_OF_END: Record<EndedBecause, NotificationKind> = {
  new_owner: 'binding_ended',
  plate_lost: 'binding_ended_plate_lost',
  deregistered: 'binding_ended_deregistered',
  sanction: 'binding_ended_by_sanction',
};

/** Events of other services: the people concerned are notified (rules.md §7), and the point service's standing is kept. */
@Controller()
export class EventsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly standings: StandingsStore,
  ) {}

  @EventPattern<EventType>('binding.requested')
  bindingRequested(@Payload() event: BindingRequested, @Ctx() context: MessageContext) {
    const kind = event.byShareCode ? 'binding_shared' : 'consent_asked';
    return this.notifications.tell(context, [toOwner(event, kind)]);
  }

  @EventPattern<EventType>('binding.consent-denied')
  consentDenied(@Payload() event: BindingStep, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, [toApplicant(event, 'consent_denied')]);
  }

  @EventPattern<EventType>('binding.consent-expired')
  consentExpired(@Payload() event: BindingStep, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, [toApplicant(event, 'consent_expired')]);
  }

  @EventPattern<EventType>('binding.activated')
  bindingActivated(@Payload() event: BindingStep, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, [toApplicant(event, 'binding_active')]);
  }

  @EventPattern<EventType>('binding.rejected')
  bindingRejected(@Payload() event: BindingRejected, @Ctx() context: MessageContext) {
    const kind = event.falseMaterial ? 'binding_barred' : 'binding_rejected';
    return this.notifications.tell(context, [toApplicant(event, kind)]);
  }

  @EventPattern<EventType>('binding-bar.lifted')
  barLifted(@Payload() { accountId }: BarLifted, @Ctx() context: MessageContext) {
    const message = { to: { accountId }, kind: 'binding_bar_lifted', about: {} } as const;
    return this.notifications.tell(context, [message]);
  }

  @EventPattern<EventType>('binding.released')
  bindingReleased(@Payload() event: BindingStep, @Ctx() context: MessageContext) {
    const kind = 'binding_released';
    return this.notifications.tell(context, [toApplicant(event, kind), toOwner(event, kind)]);
  }

  @EventPattern<EventType>('binding.ended')
  bindingEnded(@Payload() event: BindingEnded, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, [toApplicant(event, kindOfEnd(event))]);
  }

  @EventPattern<EventType>('organisation.delegate-changed')
  delegateChanged(@Payload() event: DelegateChanged, @Ctx() context: MessageContext) {
    const { accountId, organisationId, status } = event;
    const kind = `delegate_${status}` as const;
    return this.notifications.tell(context, [
      { to: { accountId }, kind, about: { organisationId } },
    ]);
  }

  @EventPattern<EventType>('vehicle.owner-changed')
  ownerChanged(@Payload() event: OwnerChanged, @Ctx() context: MessageContext) {
    const { vehicleId, ownerKey, formerOwnerKey } = event;
    const about = { vehicleId };
    const lost = ownerKey === undefined ? 'vehicle_plate_lost' : 'vehicle_lost';
    return this.notifications.tell(context, [
      { to: { personKey: ownerKey }, kind: 'vehicle_gained', about },
      { to: { personKey: formerOwnerKey }, kind: lost, about },
    ]);
  }

  @EventPattern<EventType>('violation.decided')
  violationDecided(@Payload() event: ViolationDecided, @Ctx() context: MessageContext) {
    const { accountId, ownerKey: personKey, violationId, vehicleId } = event;
    const { handlingId, decisionNumber, dueOn } = event;
    const issued: Message = {
      to: { accountId },
      kind: event.fineFen > 0 ? 'decision_issued' : 'decision_without_fine',
      about: { handlingId, violationId, decisionNumber, dueOn },
    };
    const accepted: Message = {
      to: { personKey },
      kind: 'accepted_on_your_car',
      about: { violationId, vehicleId },
    };
    return this.notifications.tell(context, event.ownVehicle ? [issued] : [issued, accepted]);
  }

  @EventPattern<EventType>('handling.closed')
  handlingClosed(@Payload() event: HandlingEnded, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, [toDriver(event, 'handling_closed')]);
  }

  @EventPattern<EventType>('handling.withdrawn')
  handlingWithdrawn(@Payload() event: HandlingEnded, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, [toDriver(event, 'handling_withdrawn')]);
  }

  @EventPattern<EventType>('points.recorded')
  pointsRecorded(@Payload() event: PointsRecorded, @Ctx() context: MessageContext) {
    const { accountId, handlingId, entryId, points, balance } = event;
    const about = { handlingId, entryId, points: String(points), balance: String(balance) };
    return this.notifications.tell(context, [
      { to: { accountId }, kind: 'points_recorded', about },
    ]);
  }

  @EventPattern<EventType>('points.threshold-crossed')
  thresholdCrossed(@Payload() event: ThresholdCrossed, @Ctx() context: MessageContext) {
    const { accountId, licenceId, threshold, balance } = event;
    const about = { licenceId, threshold: String(threshold), balance: String(balance) };
    return this.notifications.tell(context, [
      { to: { accountId }, kind: 'threshold_crossed', about },
    ]);
  }

  @EventPattern<EventType>('order.due-soon')
  orderDueSoon(@Payload() event: OrderDue, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, [ofOrder(event, 'order_due_soon')]);
  }

  @EventPattern<EventType>('order.due')
  orderDue(@Payload() event: OrderDue, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, [ofOrder(event, 'order_due')]);
  }

  @EventPattern<EventType>('order.overdue')
  orderOverdue(@Payload() event: OrderDue, @Ctx() context: MessageContext) {
    return this.notifications.tell(context, [ofOrder(event, 'order_overdue')]);
  }

  @EventPattern<EventType>('identity.decided')
  identityDecided(@Payload() event: IdentityDecided, @Ctx() context: MessageContext) {
    const { accountId, status } = event;
    const kind = `identity_${status}` as const;
    return this.notifications.tell(context, [{ to: { accountId }, kind, about: { accountId } }]);
  }

  @EventPattern<EventType>('session.opened')
  async sessionOpened(@Payload() event: SessionOpened, @Ctx() context: MessageContext) {
    const { accountId, sessionId, newDevice } = event;
    // Most are of no new device: where nothing is written, it need not be remembered that nothing was.
    if (!newDevice) return;
    const about = { sessionId };
    const message: Message = { to: { accountId }, kind: 'session_new_device', about };
    await this.notifications.tell(context, [message]);
  }

  @EventPattern<EventType>('payment.refunded')
  paymentRefunded(@Payload() event: PaymentRefunded, @Ctx() context: MessageContext) {
    const { accountId, orderId, paymentId, amountFen, reason } = event;
    const about = { orderId, ...behind(event), paymentId, amountYuan: inYuan(amountFen), reason };
    return this.notifications.tell(context, [
      { to: { accountId }, kind: 'payment_refunded', about },
    ]);
  }

  @EventPattern<EventType>('point-service.suspended')
  suspended(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standing(context, event, 'suspended', 'point_service_suspended');
  }

  @EventPattern<EventType>('point-service.confirmed')
  confirmed(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standing(context, event, 'suspended', 'point_service_confirmed');
  }

  @EventPattern<EventType>('point-service.reinstated')
  reinstated(@Payload() event: PointServiceStanding, @Ctx() context: MessageContext) {
    return this.standing(context, event, 'active', 'point_service_reinstated');
  }

  private standing(
    context: MessageContext,
    { accountId, licenceId, targetId, reason, at, version }: PointServiceStanding,
    status: Standing['status'],
    kind: NotificationKind,
  ) {
    const about = { licenceId, targetId, reason };
    return this.notifications.tell(context, [{ to: { accountId }, kind, about }], (session) =>
      this.standings.put({ _id: accountId, status, reason, since: at, version }, session),
    );
  }
}

/** Those that were said before there were reasons were ended by a new owner. */
function kindOfEnd({ because = 'new_owner' }: BindingEnded): NotificationKind {
  return KIND_OF_END[because];
}

function toApplicant(
  { accountId, bindingId, vehicleId }: BindingStep,
  kind: NotificationKind,
): Message {
  return { to: { accountId }, kind, about: { bindingId, vehicleId } };
}

function toOwner(
  { ownerKey: personKey, bindingId, vehicleId }: BindingStep,
  kind: NotificationKind,
): Message {
  return { to: { personKey }, kind, about: { bindingId, vehicleId } };
}

function toDriver(
  { accountId, handlingId, violationId }: HandlingEnded,
  kind: NotificationKind,
): Message {
  return { to: { accountId }, kind, about: { handlingId, violationId } };
}

function ofOrder(event: OrderDue, kind: NotificationKind): Message {
  const { accountId, orderId, dueOn, amountFen = 0 } = event;
  const amount = event.kind === 'confiscation' ? 'confiscationYuan' : 'fineYuan';
  const toPay = amountFen > 0 && { [amount]: inYuan(amountFen) };
  return { to: { accountId }, kind, about: { orderId, ...behind(event), ...toPay, dueOn } };
}

/** What an order is of. */
function behind({ handlingId, caseId }: Pick<OrderDue, 'handlingId' | 'caseId'>) {
  return { ...(handlingId && { handlingId }), ...(caseId && { caseId }) };
}
