import {
  FullScoreReached,
  LicenceHolds,
  PointsReversed,
  SanctionEvent,
  SanctionInForce,
  SanctionRevoked,
  type EventType,
  type NotificationKind,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { LicencesService } from '../licences/licences.service';
import { inYuan, NotificationsService, type Message } from './notifications.service';

/** Full score, holds and sanctions, as the ledger announces them: the holder is notified, and the holds are kept. rules.md §1, §7. */
@Controller()
export class LedgerEventsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly licences: LicencesService,
  ) {}

  @EventPattern<EventType>('licence.hold-placed')
  holdPlaced(@Payload() event: LicenceHolds, @Ctx() context: MessageContext) {
    // The holder is notified by the event of the full score or of the sanction that placed it.
    return this.holds(context, event, []);
  }

  @EventPattern<EventType>('licence.hold-lifted')
  holdLifted(@Payload() event: LicenceHolds, @Ctx() context: MessageContext) {
    const { accountId, licenceId, kind: hold } = event;
    const lifted = { to: { accountId }, kind: 'hold_lifted', about: { licenceId, hold } } as const;
    return this.holds(context, event, [lifted]);
  }

  @EventPattern<EventType>('licence.full-score-reached')
  fullScoreReached(@Payload() event: FullScoreReached, @Ctx() context: MessageContext) {
    const { accountId, licenceId, orderId, balance, studyDaysRequired, examsRequired } = event;
    const days = String(studyDaysRequired);
    const subjects = examsRequired.join(', ');
    const about = { licenceId, orderId, balance: String(balance), days, subjects };
    return this.tell(context, accountId, 'full_score_reached', about);
  }

  @EventPattern<EventType>('points.reversed')
  pointsReversed(@Payload() event: PointsReversed, @Ctx() context: MessageContext) {
    const { accountId, licenceId, entryId, points, balance, handlingId, caseId } = event;
    const figures = { points: String(points), balance: String(balance) };
    const behind = { ...(handlingId && { handlingId }), ...(caseId && { caseId }) };
    const about = { licenceId, entryId, ...behind, ...figures };
    // That the decision or the sanction was revoked is told by its own event.
    const message = { to: { accountId }, kind: 'points_reversed', about } as const;
    return this.notifications.tell(context, points > 0 ? [message] : []);
  }

  @EventPattern<EventType>('sanction.noticed')
  sanctionNoticed(@Payload() event: SanctionEvent, @Ctx() context: MessageContext) {
    return this.ofCase(context, event, 'sanction_notice');
  }

  @EventPattern<EventType>('sanction.decided')
  sanctionDecided(@Payload() event: SanctionEvent, @Ctx() context: MessageContext) {
    return this.ofCase(context, event, 'sanction_decided');
  }

  @EventPattern<EventType>('sanction.dropped')
  sanctionDropped(@Payload() event: SanctionEvent, @Ctx() context: MessageContext) {
    return this.ofCase(context, event, 'sanction_dropped');
  }

  @EventPattern<EventType>('sanction.in-force')
  sanctionInForce(
    @Payload() { accountId, caseId, fineFen, confiscationFen }: SanctionInForce,
    @Ctx() context: MessageContext,
  ) {
    const toPay = {
      ...(fineFen > 0 && { fineYuan: inYuan(fineFen) }),
      ...(confiscationFen > 0 && { confiscationYuan: inYuan(confiscationFen) }),
    };
    return this.tell(context, accountId, 'sanction_in_force', { caseId, ...toPay });
  }

  @EventPattern<EventType>('sanction.revoked')
  sanctionRevoked(@Payload() event: SanctionRevoked, @Ctx() context: MessageContext) {
    return this.ofCase(context, event, 'sanction_revoked');
  }

  private ofCase(
    context: MessageContext,
    { accountId, caseId }: SanctionEvent,
    kind: NotificationKind,
  ): Promise<void> {
    return this.tell(context, accountId, kind, { caseId });
  }

  private holds(
    context: MessageContext,
    { licenceId, holds, version }: LicenceHolds,
    messages: Message[],
  ): Promise<void> {
    return this.notifications.tell(context, messages, (session) =>
      this.licences.takeHolds(licenceId, { holds, version }, session),
    );
  }

  private tell(
    context: MessageContext,
    accountId: string,
    kind: NotificationKind,
    about: Record<string, string>,
  ): Promise<void> {
    return this.notifications.tell(context, [{ to: { accountId }, kind, about }]);
  }
}
