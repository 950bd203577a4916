import { NOTIFICATION_KINDS } from '@demerit/contracts';
import { closed, collection, field, insertOnce, t, type Static } from '@demerit/messaging';
import type { PageRequest, Portion } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';

const notificationDocument = closed({
  _id: t.String(),
  accountId: t.String(),
  kind: field.oneOf(NOTIFICATION_KINDS),
  /** Ids and figures that the text and its links are made of. */
  about: t.Record(t.String(), t.String()),
  at: field.date,
  readAt: t.Optional(field.date),
});
export type NotificationDocument = Static<typeof notificationDocument>;

export const NOTIFICATIONS = collection('notifications', notificationDocument, [
  { name: 'account', key: { accountId: 1, _id: -1 } },
  { name: 'at', key: { at: 1 } },
]);

const ENDED_AT_ONCE = 500;

@Injectable()
export class NotificationsStore {
  constructor(
    @InjectModel(NOTIFICATIONS.name) private readonly rows: Model<NotificationDocument>,
  ) {}

  async addAll(rows: readonly NotificationDocument[], session: ClientSession): Promise<void> {
    await insertOnce(this.rows, rows, session);
  }

  /** Newest first; ids made later sort later. Sort key: the id. */
  async list(accountId: string, { rows, after }: PageRequest): Promise<NotificationDocument[]> {
    const older = after === undefined ? {} : { _id: { $lt: after[0] } };
    return this.rows
      .find({ accountId, ...older })
      .sort({ _id: -1 })
      .limit(rows)
      .lean();
  }

  /** Keeps the first reading; `undefined` when it is not the account's. */
  async markRead(
    { accountId, notificationId }: { accountId: string; notificationId: string },
    at: Date,
    session: ClientSession,
  ): Promise<NotificationDocument | undefined> {
    const own = { _id: notificationId, accountId };
    await this.rows.updateOne(
      { ...own, readAt: { $exists: false } },
      { $set: { readAt: at } },
      { session },
    );
    return (await this.rows.findOne(own).session(session).lean()) ?? undefined;
  }

  /** A portion of those that are older. */
  async endBefore(before: Date): Promise<Portion> {
    const old = await this.rows
      .find({ at: { $lt: before } }, { _id: 1 })
      .limit(ENDED_AT_ONCE)
      .lean();
    const ids = old.map(({ _id }) => _id);
    const { deletedCount } = await this.rows.deleteMany({ _id: { $in: ids } });
    return { ended: deletedCount, more: ids.length === ENDED_AT_ONCE };
  }

  /** All of an account's. */
  async removeOf(accountId: string): Promise<void> {
    await this.rows.deleteMany({ accountId });
  }
}
