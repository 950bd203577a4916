import '../../../../tools/dev/home/own-stores';
import { randomUUID } from 'node:crypto';
import type { Language, Notification } from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import { Database } from '@demerit/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { IdentityModule } from '../identity.module';
import {
  AT,
  DRIVER,
  OWNER,
  case_,
  binding,
  handling,
  order,
  standing,
  published,
  corrected,
  cancelled,
  dispute,
  decided,
  identity,
  inForce,
  session,
} from '../../test/given-events';
import { EventsController } from './events.controller';
import { LedgerEventsController } from './ledger-events.controller';
import { NotificationsService } from './notifications.service';
import { ViolationEventsController } from './violation-events.controller';

/** What identity tells people when it hears of something, on a real database. rules.md §7. */

let app: INestApplicationContext;
let events: EventsController;
let ledger: LedgerEventsController;
let violations: ViolationEventsController;

beforeAll(async () => {
  app = await NestFactory.createApplicationContext(IdentityModule, { logger: false });
  await app.get(Database).prepare();
  events = app.get(EventsController);
  ledger = app.get(LedgerEventsController);
  violations = app.get(ViolationEventsController);
  await app
    .get<Connection>(getConnectionToken())
    .collection('verifications')
    .insertOne({
      personKey: 'person_owner',
      status: 'verified',
      documentIds: [],
      version: 1,
      submittedAt: new Date(),
      _id: OWNER as never,
    });
}, 60_000);

afterAll(async () => {
  await app.get<Connection>(getConnectionToken()).dropDatabase();
  await app.close();
}, 60_000);

function message(messageId: string = randomUUID()): MessageContext {
  return new MessageContext({ messageId, type: 'event', requestId: 'req_1', attempt: 1 });
}

async function seenBy(accountId: string, language: Language): Promise<Notification[]> {
  const caller = { accountId, roles: ['citizen' as const] };
  const query = { caller, page: { limit: 100 }, language };
  return (await app.get(NotificationsService).list(query)).items;
}

/** The account's newest notification, in both languages. */
async function newestOf(accountId: string): Promise<{ en: Notification; zh: Notification }> {
  const [en] = await seenBy(accountId, 'en');
  const [zh] = await seenBy(accountId, 'zh-CN');
  return { en: en!, zh: zh! };
}

const hearIdentity = (status: 'verified' | 'rejected') =>
  events.identityDecided(identity(status), message());

/** The event, who is notified, of which kind, and words that stand in both texts. */
const NOTICES: [
  what: string,
  hear: () => Promise<void>,
  to: string,
  kind: string,
  says?: string,
][] = [
  [
    'a new violation',
    () => violations.published(published, message()),
    OWNER,
    'violation_published',
  ],
  [
    'a new violation of an import',
    () => violations.imported({ violations: [published] }, message()),
    OWNER,
    'violation_published',
  ],
  ['a correction', () => violations.corrected(corrected, message()), OWNER, 'violation_corrected'],
  ['verified', () => hearIdentity('verified'), DRIVER, 'identity_verified'],
  ['rejected', () => hearIdentity('rejected'), DRIVER, 'identity_rejected'],
  ['another device', () => events.sessionOpened(session, message()), DRIVER, 'session_new_device'],
  ['consent asked', () => events.bindingRequested(binding, message()), OWNER, 'consent_asked'],
  [
    'a binding approved',
    () => events.bindingActivated(binding, message()),
    DRIVER,
    'binding_active',
  ],
  [
    'a binding rejected',
    () => events.bindingRejected(binding, message()),
    DRIVER,
    'binding_rejected',
  ],
  ['a consent denied', () => events.consentDenied(binding, message()), DRIVER, 'consent_denied'],
  [
    'a consent that did not come',
    () => events.consentExpired(binding, message()),
    DRIVER,
    'consent_expired',
  ],
  [
    'a binding ended by a new owner',
    () => events.bindingEnded({ ...binding, because: 'new_owner' }, message()),
    DRIVER,
    'binding_ended',
  ],
  [
    'a binding ended with its car’s registration',
    () => events.bindingEnded({ ...binding, because: 'deregistered' }, message()),
    DRIVER,
    'binding_ended_deregistered',
  ],
  [
    'a binding ended by a sanction',
    () => events.bindingEnded({ ...binding, because: 'sanction' }, message()),
    DRIVER,
    'binding_ended_by_sanction',
  ],
  [
    'a binding released',
    () => events.bindingReleased(binding, message()),
    OWNER,
    'binding_released',
  ],
  [
    'a fine due in 3 days',
    () => events.orderDueSoon(order, message()),
    DRIVER,
    'order_due_soon',
    '2026-05-16',
  ],
  ['a fine due', () => events.orderDue(order, message()), DRIVER, 'order_due', '2026-05-16'],
  [
    'a fine overdue',
    () => events.orderOverdue(order, message()),
    DRIVER,
    'order_overdue',
    '2026-05-16',
  ],
  [
    'a threshold',
    () => events.thresholdCrossed({ ...case_, threshold: 9, balance: 10 }, message()),
    DRIVER,
    'threshold_crossed',
    '10',
  ],
  [
    'a key review listing',
    () => events.suspended(standing, message()),
    DRIVER,
    'point_service_suspended',
  ],
  [
    'a key review release',
    () => events.reinstated(standing, message()),
    DRIVER,
    'point_service_reinstated',
  ],
  [
    'a cycle that ends with unpaid fines',
    () =>
      violations.cycleEndingUnpaid(
        { ...case_, cycleEndsOn: '2026-05-30', unpaidFines: 2 },
        message(),
      ),
    DRIVER,
    'cycle_ending_unpaid',
    '2026-05-30',
  ],
  [
    'a dispute decided',
    () => violations.disputeDecided({ ...dispute, decision: 'uphold' }, message()),
    OWNER,
    'dispute_upheld',
  ],
];

describe('a person is told', () => {
  it.each(NOTICES)(
    '§7.notice.kinds: given %s, in Chinese and in English',
    async (_what, hear, to, kind, says = '') => {
      await hear();
      const { en, zh } = await newestOf(to);
      expect(en).toMatchObject({ kind });
      expect(zh).toMatchObject({ kind, notificationId: en.notificationId, about: en.about });
      expect(en.text).toContain(says);
      expect(zh.text).toContain(says);
      expect(zh.text).toMatch(/[\u4e00-\u9fff]/);
      expect(en.text).not.toMatch(/[\u4e00-\u9fff]/);
    },
  );

  it('§7.notice.acceptance: given points recorded and a decision issued on somebody else’s car, then the driver of both and the owner of the acceptance', async () => {
    await events.violationDecided(decided, message());
    expect((await newestOf(DRIVER)).zh).toMatchObject({ kind: 'decision_issued' });
    expect((await newestOf(DRIVER)).zh.text).toContain('330000-1');
    expect((await newestOf(OWNER)).en).toMatchObject({ kind: 'accepted_on_your_car' });
    await events.pointsRecorded(
      { ...handling, entryId: 'ent_1', points: 3, balance: 9, because: 'paid', recordedAt: AT },
      message(),
    );
    expect((await newestOf(DRIVER)).en.text).toContain('balance is 9');
  });

  it('§7.notice.sanction: given a sanction in force, then of its case', async () => {
    await ledger.sanctionInForce(inForce, message());
    const { zh } = await newestOf(DRIVER);
    expect(zh).toMatchObject({ kind: 'sanction_in_force', about: { caseId: 'case_1' } });
  });

  it('§7.live.notified: given owners, whom no event names by account, then an event does, with ids and no figures', async () => {
    const outbox = app.get<Connection>(getConnectionToken()).collection('outbox');
    const saidOf = async (hear: () => Promise<void>): Promise<unknown[]> => {
      const before = await outbox.countDocuments({ type: 'people.notified' });
      await hear();
      const said = await outbox.find({ type: 'people.notified' }).sort({ _id: 1 }).toArray();
      return said.slice(before).flatMap(({ payload }) => (payload as { people: unknown[] }).people);
    };
    const two = [published, { ...published, violationId: 'vio_2' }];
    expect(await saidOf(() => violations.imported({ violations: two }, message()))).toMatchObject([
      { accountId: OWNER, kind: 'violation_published', event: 'violation.published' },
      { about: { violationId: 'vio_2', vehicleId: 'veh_1' } },
    ]);
    expect(await saidOf(() => events.bindingReleased(binding, message()))).toMatchObject([
      { accountId: OWNER, kind: 'binding_released', about: { bindingId: 'bnd_1' } },
    ]);
    expect(await saidOf(() => events.orderDue(order, message()))).toEqual([]);
    const kind = 'violation_cancelled';
    const said = await saidOf(() => violations.cancelled(cancelled, message()));
    expect(said).toMatchObject([OWNER, DRIVER].map((accountId) => ({ accountId, kind })));
  });

  it('§7.notice.once: once, however often it is heard, and nobody who has no account', async () => {
    const before = (await seenBy(OWNER, 'en')).length;
    const again = randomUUID();
    await events.bindingRequested(binding, message(again));
    await events.bindingRequested(binding, message(again));
    await events.bindingRequested({ ...binding, ownerKey: 'person_nobody' }, message());
    expect((await seenBy(OWNER, 'en')).length).toBe(before + 1);
  });

  it('and what was read is marked, by its reader alone, once', async () => {
    const [newest] = await seenBy(OWNER, 'en');
    const read = (accountId: string) =>
      app.get(NotificationsService).read({
        caller: { accountId, roles: ['citizen'] },
        notificationId: newest!.notificationId,
        language: 'zh-CN',
      });
    await expect(read(DRIVER)).rejects.toThrow('NOTIFICATION_NOT_FOUND');
    const { readAt } = await read(OWNER);
    expect(readAt).toBeDefined();
    expect((await read(OWNER)).readAt).toBe(readAt);
  });

  it('a page at a time, newest first', async () => {
    const caller = { accountId: DRIVER, roles: ['citizen' as const] };
    const all = await seenBy(DRIVER, 'en');
    const list = (cursor?: string) =>
      app.get(NotificationsService).list({
        caller,
        page: { limit: 3, ...(cursor === undefined ? {} : { cursor }) },
        language: 'en',
      });
    const first = await list();
    const second = await list(first.nextCursor!);
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 6));
    await expect(list('bm9uZQ')).rejects.toThrow('VALIDATION_FAILED');
  });
});
