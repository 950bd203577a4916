import {
  notificationText,
  refuse,
  type Language,
  type ListNotifications,
  type Notification,
  type NotificationKind,
  type NotificationOf,
  type Page,
} from '@demerit/contracts';
import { Idempotency, Inbox, type MessageContext } from '@demerit/messaging';
import { DomainClock, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { VerificationStore } from '../verification/verification.store';
import { NotificationsStore, type NotificationDocument } from './notifications.store';

const CURSOR = [/^ntf_[0-9a-z]{26}$/];

/** Somebody to notify: an account, or a person who may have one. */
type Recipient = { accountId: string } | { personKey: string | undefined };

export interface Message {
  to: Recipient;
  kind: NotificationKind;
  about: Record<string, string>;
}

@Injectable()
export class NotificationsService {
  constructor(
    private readonly notifications: NotificationsStore,
    private readonly verifications: VerificationStore,
    private readonly idempotency: Idempotency,
    private readonly inbox: Inbox,
    private readonly clock: DomainClock,
  ) {}

  /** Notifies people of an event, once; `also` is the event's further effect in the same transaction. */
  async tell(
    context: MessageContext,
    messages: Message[],
    also?: (session: ClientSession) => Promise<void>,
  ): Promise<void> {
    await this.inbox.process(context, async (session) => {
      await also?.(session);
      await this.add(session, messages);
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

  private async add(session: ClientSession, messages: Message[]): Promise<void> {
    const accounts = await this.accountsOf(session, messages);
    const at = this.clock.now();
    const notifications = messages.flatMap(({ to, kind, about }) => {
      const accountId = 'accountId' in to ? to.accountId : accounts.get(to.personKey);
      return accountId === undefined ? [] : { accountId, kind, about, at };
    });
    await this.notifications.addAll(notifications, session);
  }

  /** Of the verified persons among those to notify. */
  private async accountsOf(
    session: ClientSession,
    messages: Message[],
  ): Promise<Map<string | undefined, string>> {
    const keys = messages.flatMap(({ to }) => ('personKey' in to ? (to.personKey ?? []) : []));
    const persons = await this.verifications.findPersons([...new Set(keys)], session);
    const verified = persons.filter(({ status }) => status === 'verified');
    return new Map(verified.map(({ personKey, _id }) => [personKey, _id]));
  }
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
