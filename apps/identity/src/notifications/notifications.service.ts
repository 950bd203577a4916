import {
  IMPORT_BATCH_ROWS,
  notificationText,
  refuse,
  type Events,
  type EventType,
  type Language,
  type ListNotifications,
  type Notification,
  type NotificationKind,
  type NotificationOf,
  type Page,
  type PersonNotified,
} from '@demerit/contracts';
import { Idempotency, Inbox, Outbox, type MessageContext } from '@demerit/messaging';
import { DomainClock, newId, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { AccountsStore } from '../accounts/accounts.store';
import { OrganisationsStore } from '../organisations/organisations.store';
import { VerificationStore } from '../identities/verification.store';
import { NotificationsStore, type NotificationDocument } from './notifications.store';

const CURSOR = [/^ntf_[0-9a-z]{26}$/];

/** Somebody to notify: an account, which the event is about unless it is not `isNamed` there, or an owner: a person who may have an account, or an organisation, whose delegates have. */
type Recipient = { accountId: string; isNamed?: false } | { personKey: string | undefined };

export interface Message {
  to: Recipient;
  kind: NotificationKind;
  about: Record<string, string>;
  /** What they are notified of, where one message says it of many at once. */
  event?: EventType;
}

@Injectable()
export class NotificationsService {
  constructor(
    private readonly notifications: NotificationsStore,
    private readonly accounts: AccountsStore,
    private readonly verifications: VerificationStore,
    private readonly organisations: OrganisationsStore,
    private readonly idempotency: Idempotency,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
  ) {}

  /** Notifies people of an event, once; `also` is the event's further effect in the same transaction. */
  async tell(
    context: MessageContext,
    messages: Message[],
    also?: (session: ClientSession) => Promise<void>,
  ): Promise<void> {
    await this.inbox.processTogether(context, async (session) => {
      await also?.(session);
      await this.add(session, messages, context.type);
    });
  }

  async list({ caller, page, language }: ListNotifications): Promise<Page<Notification>> {
    const request = pageRequest(page, CURSOR);
    const rows = await this.notifications.list(caller.accountId, request);
    return pageOf(
      rows,
      request,
      (row) => [row._id],
      (row) => shown(row, language),
    );
  }

  async read(command: NotificationOf): Promise<Notification> {
    const { caller, idempotency, notificationId, language } = command;
    return this.idempotency.run(idempotency, async (session) => {
      const own = { accountId: caller.accountId, notificationId };
      const row = await this.notifications.markRead(own, this.clock.now(), session);
      if (!row) throw refuse('NOTIFICATION_NOT_FOUND');
      return shown(row, language);
    });
  }

  /** What is still heard of an account that was closed is kept for nobody. */
  private async add(session: ClientSession, messages: Message[], type: string): Promise<void> {
    const accounts = await this.accountsOf(session, messages);
    const reachedBy = ({ to }: Message): string[] =>
      'accountId' in to ? [to.accountId] : (accounts.get(to.personKey) ?? []);
    const closed = await this.accounts.closedAmong(messages.flatMap(reachedBy), session);
    const at = this.clock.now();
    const rows: NotificationDocument[] = [];
    const people: PersonNotified[] = [];
    const once = new Set<string>();
    for (const message of messages) {
      const { to, kind, about, event = type } = message;
      for (const accountId of reachedBy(message)) {
        if (closed.has(accountId)) continue;
        // Somebody may be concerned as its author and as a delegate of the owner.
        const same = JSON.stringify([accountId, kind, about]);
        if (once.has(same)) continue;
        once.add(same);
        const notificationId = newId('ntf');
        rows.push({ _id: notificationId, accountId, kind, about, at });
        // Whom the event is about hears the event itself.
        if ('accountId' in to && to.isNamed !== false) continue;
        const ids = { accountId, notificationId, kind, event, about: idsOf(about) };
        people.push({ ...ids, at: at.toISOString() });
      }
    }
    await this.notifications.addAll(rows, session);
    for (let from = 0; from < people.length; from += IMPORT_BATCH_ROWS) {
      const payload = { people: people.slice(from, from + IMPORT_BATCH_ROWS) };
      const key = newId('ntn');
      await this.outbox.add(session, { type: 'people.notified', key, seq: 1, payload });
    }
  }

  /** By owner: of the verified persons among those to notify, and of the delegates of organisations. */
  private async accountsOf(
    session: ClientSession,
    messages: Message[],
  ): Promise<Map<string | undefined, string[]>> {
    const named = messages.flatMap(({ to }) => ('personKey' in to ? (to.personKey ?? []) : []));
    const keys = [...new Set(named)];
    const persons = await this.verifications.findAllVerified(keys, session);
    const delegates = await this.organisations.delegatesOf(keys, session);
    const accounts = [
      ...persons.map(({ personKey: owner, _id: accountId }) => ({ owner, accountId })),
      ...delegates.map(({ ownerKey: owner, accountId }) => ({ owner, accountId })),
    ];
    const byOwner = Map.groupBy(accounts, ({ owner }) => owner);
    return new Map(
      [...byOwner].map(([owner, all]) => [owner, all.map(({ accountId }) => accountId)]),
    );
  }
}

/** As texts name amounts. */
export function inYuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

/** Figures and names that a text is made of stay where they are read. */
function idsOf(about: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(about).filter(([name]) => name.endsWith('Id')));
}

function shown(row: NotificationDocument, language: Language): Notification {
  const { _id, kind, about, at, readAt } = row;
  return {
    notificationId: _id,
    kind,
    text: notificationText(language, kind, about),
    about,
    at: at.toISOString(),
    ...(readAt === undefined ? {} : { readAt: readAt.toISOString() }),
  };
}
