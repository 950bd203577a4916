import { Inject, Injectable } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { MESSAGING_OPTIONS, type MessagingOptions } from '../broker/options';
import { INBOX, type InboxDocument } from '../inbox/inbox';
import { OUTBOX, type OutboxDocument } from '../outbox/outbox';

/** A week of events without a fitting index is looked through; longer than this it is not worth the load. */
const SEARCH_TIMEOUT_MS = 20_000;
/** An import says no more than this because of one request. */
const MOST = 10_000;

/** What is in the outbox, but for what it says. */
type Said = Omit<OutboxDocument, 'payload' | 'seq'>;

/** What this service said and what it applied, as long as outbox and inbox keep it. For operators; reads only. */
@Injectable()
export class MessageHistory {
  constructor(
    @Inject(getConnectionToken()) private readonly connection: Connection,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
  ) {}

  /** By the aggregate itself, and by others that name it in that field of what they say. */
  async saidAbout(id: string, field: string): Promise<Said[]> {
    return this.said({ $or: [{ key: id }, { [`payload.${field}`]: id }] });
  }

  async saidFor(requestId: string): Promise<Said[]> {
    return this.said({ 'headers.requestId': requestId });
  }

  /** Those of the messages whose effect this service has noted; one without an effect leaves no note. */
  async applied(messageIds: readonly string[]): Promise<{ messageId: string; at: Date }[]> {
    const prefix = `${this.options.service}:`;
    const notes = await this.connection
      .collection<InboxDocument>(INBOX.name)
      .find({ _id: { $in: messageIds.map((messageId) => `${prefix}${messageId}`) } })
      .toArray();
    return notes.map(({ _id, at }) => ({ messageId: _id.slice(prefix.length), at }));
  }

  private async said(filter: object): Promise<Said[]> {
    return this.connection
      .collection<OutboxDocument>(OUTBOX.name)
      .find(filter, { maxTimeMS: SEARCH_TIMEOUT_MS })
      .project<Said>({ payload: 0, seq: 0 })
      .limit(MOST)
      .toArray();
  }
}
