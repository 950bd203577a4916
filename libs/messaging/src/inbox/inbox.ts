import { Inject, Injectable } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { crashPoint } from '../message/crash-points';
import { AS_CHECKED, checkDocument } from '../documents/check';
import { collection } from '../documents/collection';
import { isDuplicateKey } from '../documents/database';
import { closed, field, t, type Static } from '../documents/fields';
import { commandOf } from '../documents/unit';
import { MESSAGING_OPTIONS, type MessagingOptions } from '../broker/options';
import { Transactions } from './transactions';

const DAY_S = 24 * 3_600;

const inboxDocument = closed({
  /** `<consumer>:<message id>`. */
  _id: t.String(),
  at: field.date,
});
export type InboxDocument = Static<typeof inboxDocument>;

export const INBOX = collection('inbox', inboxDocument, [
  { name: 'ttl', key: { at: 1 }, expireAfterSeconds: 30 * DAY_S },
]);

type Effect = (session: ClientSession) => Promise<void>;
type Processed = 'applied' | 'duplicate';

/** Leaves the transaction, because the duplicate key has already ended it. */
class AlreadyApplied extends Error {}

/** An event may arrive twice; its effect happens once, because the record of it commits with the effect. */
@Injectable()
export class Inbox {
  constructor(
    @Inject(getConnectionToken()) private readonly connection: Connection,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly transactions: Transactions,
  ) {}

  /** Runs `work` in the transaction that notes the message as applied; not at all when it is noted already. */
  async process(context: { messageId: string }, work: Effect): Promise<Processed> {
    return this.once(context, work, (noted) => this.transactions.run(noted));
  }

  /** The same in one transaction with other work of this process; `work` must be as `Transactions.runTogether` asks for. */
  async processTogether(context: { messageId: string }, work: Effect): Promise<Processed> {
    return this.once(context, work, (noted) => this.transactions.runTogether(noted));
  }

  private async once(
    { messageId }: { messageId: string },
    work: Effect,
    run: (noted: Effect) => Promise<void>,
  ): Promise<Processed> {
    const _id = `${this.options.service}:${messageId}`;
    try {
      await run(async (session) => {
        crashPoint('before-inbox-insert');
        await this.note(_id, session);
        await work(session);
        crashPoint('before-commit');
      });
      crashPoint('after-commit');
      return 'applied';
    } catch (error) {
      if (error instanceof AlreadyApplied) return 'duplicate';
      throw error;
    }
  }

  private async note(_id: string, session: ClientSession): Promise<void> {
    const note: InboxDocument = { _id, at: new Date() };
    checkDocument(INBOX, note);
    const command = commandOf(session);
    if (command) {
      const [before] = await command.find(INBOX.name, [_id]);
      if (before !== undefined) throw new AlreadyApplied();
      command.write(INBOX.name, note, null);
      return;
    }
    try {
      await this.connection
        .collection<InboxDocument>(INBOX.name)
        .insertOne(note, { session, ...AS_CHECKED });
    } catch (error) {
      if (isDuplicateKey(error)) throw new AlreadyApplied();
      throw error;
    }
  }
}
