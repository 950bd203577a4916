import { notificationText, NOTIFICATION_KINDS, type NotificationKind } from '@demerit/contracts';
import type { MessageContext } from '@demerit/messaging';
import * as given from '../../test/given-events';
import { EventsController } from './events.controller';
import { LedgerEventsController } from './ledger-events.controller';
import type { Message, NotificationsService } from './notifications.service';
import { ViolationEventsController } from './violation-events.controller';

/** What each kind of notification names: by the ids kept with it the gateway joins plate, place and fine; the rest stands in its text. rules.md §7. */

const kept: Message[] = [];
const notifications: Partial<NotificationsService> = {
  tell: (_context, messages) => {
    kept.push(...messages);
    return Promise.resolve();
  },
};
const service = notifications as NotificationsService;
const events = new EventsController(service, undefined as never);
const ledger = new LedgerEventsController(service, undefined as never);
const violations = new ViolationEventsController(service);
const message = {} as MessageContext;

const AT = given.AT;
const { binding, handling, order, standing, published, corrected, cancelled, dispute } = given;
const [DRIVER, OWNER] = ['acc_driver', 'person_owner'];
const change = { accountId: DRIVER, organisationId: 'org_1', ownerKey: 'org', at: AT, version: 2 };
const delegate = (status: 'approved' | 'rejected' | 'removed' | 'left') => () =>
  events.delegateChanged({ ...change, status }, message);
const ended = (because?: 'new_owner' | 'plate_lost' | 'deregistered' | 'sanction') => () =>
  events.bindingEnded({ ...binding, because }, message);
const owner = { vehicleId: 'veh_1', ownerSince: AT, at: AT, version: 2 };
const recorded = { ...handling, entryId: 'ent_1', points: 3, balance: 9, recordedAt: AT };
const reversed = { ...given.case_, entryId: 'ent_2', points: 3, balance: 6, reversedAt: AT };
const used = { ...published, userAccountIds: [DRIVER] };
const closed = { ...handling, orderId: 'ord_1' };
const caseOf = { caseId: 'case_1', ...given.case_, kind: 'sanction_fine' as const };
const ofCase = { orderId: 'ord_2', dueOn: '2026-05-16', amountFen: 500_000, ...caseOf };
const refund = { ...given.case_, paymentId: 'pay_1', orderId: 'ord_1', amountFen: 15_000 };
const fullScore = { ...given.case_, orderId: 'edu_1', balance: 12, round: 1 };
const required = { studyDaysRequired: 7, examsRequired: [1 as const] };

/** `matter`: a violation's, of which place and fine are known with the plate. */
type Names = 'matter' | 'plate' | 'amount' | 'nothing';
type Row = [names: Names, hear: () => Promise<void>, says?: string];

const KINDS: Record<NotificationKind, Row> = {
  consent_asked: ['plate', () => events.bindingRequested(binding, message)],
  binding_shared: [
    'plate',
    () => events.bindingRequested({ ...binding, byShareCode: true }, message),
  ],
  consent_denied: ['plate', () => events.consentDenied(binding, message)],
  consent_expired: ['plate', () => events.consentExpired(binding, message)],
  binding_active: ['plate', () => events.bindingActivated(binding, message)],
  binding_rejected: ['plate', () => events.bindingRejected(binding, message)],
  binding_barred: [
    'plate',
    () => events.bindingRejected({ ...binding, falseMaterial: true }, message),
  ],
  binding_bar_lifted: ['nothing', () => events.barLifted({ ...given.case_ }, message)],
  binding_released: ['plate', () => events.bindingReleased(binding, message)],
  binding_ended: ['plate', ended('new_owner')],
  binding_ended_plate_lost: ['plate', ended('plate_lost')],
  binding_ended_deregistered: ['plate', ended('deregistered')],
  binding_ended_by_sanction: ['plate', ended('sanction')],
  delegate_approved: ['nothing', delegate('approved')],
  delegate_rejected: ['nothing', delegate('rejected')],
  delegate_removed: ['nothing', delegate('removed')],
  delegate_left: ['nothing', delegate('left')],
  vehicle_gained: ['plate', () => events.ownerChanged({ ...owner, ownerKey: OWNER }, message)],
  vehicle_lost: ['plate', () => events.ownerChanged({ ...owner, ownerKey: 'person_2' }, message)],
  vehicle_plate_lost: [
    'plate',
    () => events.ownerChanged({ ...owner, formerOwnerKey: OWNER }, message),
  ],
  violation_published: ['matter', () => violations.published(published, message)],
  violation_reopened: [
    'matter',
    () => violations.published({ ...published, reopened: true }, message),
  ],
  violation_corrected: ['matter', () => violations.corrected(corrected, message)],
  violation_cancelled: ['matter', () => violations.cancelled(cancelled, message)],
  dispute_opened: ['matter', () => violations.disputeOpened(dispute as never, message)],
  dispute_eliminated: [
    'matter',
    () => violations.disputeDecided({ ...dispute, decision: 'eliminate' }, message),
  ],
  dispute_upheld: [
    'matter',
    () => violations.disputeDecided({ ...dispute, decision: 'uphold' }, message),
  ],
  dispute_withdrawn: ['matter', () => violations.disputeWithdrawn(dispute, message)],
  accepted_on_your_car: ['matter', () => events.violationDecided(given.decided, message)],
  decision_issued: ['matter', () => events.violationDecided(given.decided, message), '330000-1'],
  decision_without_fine: [
    'matter',
    () => events.violationDecided({ ...given.decided, fineFen: 0 }, message),
    '330000-1',
  ],
  decision_revoked: [
    'matter',
    () => violations.decisionRevoked({ ...handling, decisionNumber: '330000-1' } as never, message),
    '330000-1',
  ],
  points_recorded: [
    'matter',
    () => events.pointsRecorded({ ...recorded, because: 'paid' }, message),
    '9',
  ],
  points_reversed: [
    'matter',
    () => ledger.pointsReversed({ ...reversed, handlingId: 'hdl_1' }, message),
    '6',
  ],
  threshold_crossed: [
    'nothing',
    () => events.thresholdCrossed({ ...given.case_, threshold: 9, balance: 10 }, message),
    '10',
  ],
  order_due_soon: ['matter', () => events.orderDueSoon(order, message), '2026-05-16'],
  order_due: ['matter', () => events.orderDue(order, message), '2026-05-16'],
  order_overdue: ['matter', () => events.orderOverdue(order, message), '2026-05-16'],
  cycle_ending_unpaid: [
    'nothing',
    () =>
      violations.cycleEndingUnpaid(
        { ...given.case_, cycleEndsOn: '2026-05-30', unpaidFines: 2 },
        message,
      ),
    '2',
  ],
  payment_refunded: [
    'matter',
    () =>
      events.paymentRefunded(
        { ...refund, reason: 'decision_revoked', handlingId: 'hdl_1' },
        message,
      ),
    '150.00',
  ],
  handling_closed: ['matter', () => events.handlingClosed(closed, message)],
  handling_withdrawn: ['matter', () => events.handlingWithdrawn(closed, message)],
  point_service_suspended: ['nothing', () => events.suspended(standing, message)],
  point_service_confirmed: ['nothing', () => events.confirmed(standing, message)],
  point_service_reinstated: ['nothing', () => events.reinstated(standing, message)],
  full_score_reached: [
    'nothing',
    () => ledger.fullScoreReached({ ...fullScore, ...required }, message),
    '12',
  ],
  hold_lifted: ['nothing', () => ledger.holdLifted({ ...given.case_ } as never, message)],
  identity_verified: ['nothing', () => events.identityDecided(given.identity('verified'), message)],
  identity_rejected: ['nothing', () => events.identityDecided(given.identity('rejected'), message)],
  session_new_device: ['nothing', () => events.sessionOpened(given.session, message)],
  sanction_notice: ['nothing', () => ledger.sanctionNoticed(given.inForce, message), 'case_1'],
  sanction_decided: ['nothing', () => ledger.sanctionDecided(given.inForce, message), 'case_1'],
  sanction_dropped: ['nothing', () => ledger.sanctionDropped(given.inForce, message), 'case_1'],
  sanction_in_force: [
    'amount',
    () => ledger.sanctionInForce({ ...given.inForce, fineFen: 500_000 }, message),
    'case_1',
  ],
  sanction_revoked: [
    'nothing',
    () => ledger.sanctionRevoked({ ...given.inForce }, message),
    'case_1',
  ],
};

async function keptOf(kind: NotificationKind): Promise<Message> {
  kept.splice(0);
  await KINDS[kind][1]();
  const found = kept.find((one) => one.kind === kind);
  if (!found) throw new Error(`nobody is notified of ${kind}`);
  return found;
}

function namesOf({ about }: Message): Names {
  if (about['violationId'] !== undefined || about['handlingId'] !== undefined) return 'matter';
  if (about['vehicleId'] !== undefined) return 'plate';
  const amount = about['fineYuan'] ?? about['confiscationYuan'];
  return amount === undefined ? 'nothing' : 'amount';
}

describe('A notification', () => {
  it('§7.words.facts: knows the plate, the place and the amount of what it is about, for each kind', async () => {
    const found = new Map<string, Names>();
    for (const kind of NOTIFICATION_KINDS) found.set(kind, namesOf(await keptOf(kind)));
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.entries(KINDS).map(([kind, [names]]) => [kind, names])),
    );
  });

  it.each(NOTIFICATION_KINDS)(
    '§7.words.facts: of %s says its figures in both languages',
    async (kind) => {
      const { about } = await keptOf(kind);
      const [, , says = ''] = KINDS[kind];
      for (const language of ['en', 'zh-CN'] as const) {
        const text = notificationText(language, kind, about);
        expect(text).toContain(says);
        expect(text).not.toMatch(/undefined|\{|\}/);
      }
    },
  );

  it.each([
    ['sanction_fine', 'fineYuan', 'fine is due', '罚款'],
    ['confiscation', 'confiscationYuan', 'is confiscated is due', '没收'],
  ] as const)(
    '§7.words.facts: of the %s of a sanction keeps the amount, and names a surcharge only of a fine',
    async (orderKind, amount, english, chinese) => {
      kept.splice(0);
      for (const hear of [events.orderDueSoon, events.orderDue, events.orderOverdue])
        await hear.call(events, { ...ofCase, kind: orderKind }, message);
      expect(kept.map(({ about }) => about)).toEqual(
        Array(3).fill({
          orderId: 'ord_2',
          caseId: 'case_1',
          [amount]: '5000.00',
          dueOn: '2026-05-16',
        }),
      );
      const texts = kept.map(({ kind, about }) => notificationText('en', kind, about));
      expect(texts[1]).toContain(english);
      expect(texts.every((text) => text.includes('surcharge'))).toBe(orderKind !== 'confiscation');
      for (const { kind, about } of kept)
        expect(notificationText('zh-CN', kind, about)).toContain(chinese);
    },
  );

  it.each([
    ['published', () => violations.published(used, message)],
    ['published by an import', () => violations.imported({ violations: [used] }, message)],
    ['open again', () => violations.published({ ...used, reopened: true }, message)],
    ['corrected', () => violations.corrected(corrected, message)],
    ['cancelled', () => violations.cancelled(cancelled, message)],
  ])(
    '§3.violation.told: of a violation that is %s is the owner’s, and of whoever uses the vehicle',
    async (_what, hear) => {
      kept.splice(0);
      await hear();
      expect(kept.map(({ to }) => to)).toEqual([
        { personKey: OWNER },
        { accountId: DRIVER, isNamed: false },
      ]);
      expect(new Set(kept.map(({ kind }) => kind)).size).toBe(1);
    },
  );

  it('§7.notice.no-points: is none of points taken back where there were none to take', async () => {
    kept.splice(0);
    await ledger.pointsReversed({ ...reversed, points: 0, handlingId: 'hdl_1' }, message);
    await ledger.pointsReversed({ ...reversed, points: 0, caseId: 'case_1' }, message);
    expect(kept).toEqual([]);
    await ledger.pointsReversed({ ...reversed, points: 1, handlingId: 'hdl_1' }, message);
    expect(kept).toMatchObject([{ kind: 'points_reversed', about: { points: '1' } }]);
  });

  it('§7.words.facts: of a sanction keeps what it orders to pay, and nothing where that is nothing', async () => {
    kept.splice(0);
    await ledger.sanctionInForce({ ...given.inForce, confiscationFen: 120_050 }, message);
    await ledger.sanctionInForce(given.inForce, message);
    expect(kept.map(({ about }) => about)).toEqual([
      { caseId: 'case_1', confiscationYuan: '1200.50' },
      { caseId: 'case_1' },
    ]);
  });
});
