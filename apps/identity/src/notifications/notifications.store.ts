import { newId, type PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { NotificationKind } from './texts';

export interface NotificationRow {
  _id: string;
  accountId: string;
  kind: NotificationKind;
  /** Ids and figures that the text and its links are made of. */
  about: Record<string, string>;
  at: Date;
  readAt?: Date;
}

export const notificationSchema = new Schema<NotificationRow>(
  { _id: String, accountId: String, kind: String, about: Object, at: Date, readAt: Date },
  { collection: 'notifications', versionKey: false },
);
notificationSchema.index({ accountId: 1, _id: -1 }, { name: 'account' });

@Injectable()
export class NotificationsStore {
  constructor(@InjectModel('notifications') private readonly rows: Model<NotificationRow>) {}

  async addAll(
    notifications: readonly Omit<NotificationRow, '_id'>[],
    session: ClientSession,
  ): Promise<void> {
    if (notifications.length === 0) return;
    const rows = notifications.map((notification) => ({ _id: newId('ntf'), ...notification }));
    await this.rows.insertMany(rows, { session, lean: true });
  }

  /** Newest first; ids made later sort later. Sort key: the id. */
  async list(accountId: string, { rows, after }: PageRequest): Promise<NotificationRow[]> {
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
  ): Promise<NotificationRow | undefined> {
    const own = { _id: notificationId, accountId };
    await this.rows.updateOne(
      { ...own, readAt: { $exists: false } },
      { $set: { readAt: at } },
      { session },
    );
    return (await this.rows.findOne(own).session(session).lean()) ?? undefined;
  }
}
