import { PROVIDERS } from '@demerit/contracts';
import {
  closed,
  collection,
  field,
  findById,
  isDuplicateKey,
  put,
  t,
  type Static,
} from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { mongo, type ClientSession, type Model } from 'mongoose';

/** A provider's notification, stored before it is answered and applied once. */
const notificationDocument = closed({
  /** `<provider>:<the provider's event id>:<hash of what it says>`: one that says something else under the same event id is another one. */
  _id: t.String(),
  provider: field.oneOf(PROVIDERS),
  paymentId: t.String(),
  status: field.oneOf(['succeeded', 'failed']),
  amountFen: field.fen,
  currency: t.String(),
  settledAt: field.date,
  receivedAt: field.date,
  appliedAt: field.orNull(field.date),
});
export type NotificationDocument = Static<typeof notificationDocument>;

export const NOTIFICATIONS = collection('notifications', notificationDocument, [
  { name: 'waiting', key: { receivedAt: 1 }, partialFilterExpression: { appliedAt: null } },
]);

@Injectable()
export class NotificationsStore {
  /** What came while others are being written. */
  private waitingRows: NotificationDocument[] = [];
  private waitingWrite: Promise<void> | undefined;
  private lastWrite: Promise<void> = Promise.resolve();

  constructor(
    @InjectModel(NOTIFICATIONS.name) private readonly notifications: Model<NotificationDocument>,
  ) {}

  /**
   * Resolves when it is stored; one that is here already stays as it came first. Those that come while others are being written are written
   * together, so that a burst takes a few round trips.
   */
  storeOnce(notification: NotificationDocument): Promise<void> {
    this.waitingRows.push(notification);
    this.waitingWrite ??= this.lastWrite.then(() => this.writeWaiting());
    return this.waitingWrite;
  }

  private writeWaiting(): Promise<void> {
    const rows = this.waitingRows;
    this.waitingRows = [];
    this.waitingWrite = undefined;
    const written = this.insert(rows);
    // Those behind it are tried whatever became of it.
    this.lastWrite = written.catch(() => undefined);
    return written;
  }

  private async insert(rows: NotificationDocument[]): Promise<void> {
    try {
      await this.notifications.insertMany(rows, { lean: true, ordered: false });
    } catch (error) {
      const refused = error instanceof mongo.MongoBulkWriteError ? [error.writeErrors].flat() : [];
      if (refused.length === 0 || !refused.every((row) => isDuplicateKey(row))) throw error;
    }
  }

  async find(notificationId: string, session: ClientSession): Promise<NotificationDocument | null> {
    return findById(this.notifications, notificationId, session);
  }

  /** The ids of those that are not applied, the oldest first. */
  waiting(): AsyncIterable<{ _id: string }> {
    return this.notifications
      .find({ appliedAt: null })
      .sort({ receivedAt: 1 })
      .select({ _id: 1 })
      .lean<{ _id: string }>()
      .cursor();
  }

  /** One that was not until now. */
  async markApplied(
    waiting: NotificationDocument,
    appliedAt: Date,
    session: ClientSession,
  ): Promise<void> {
    await put(this.notifications, { ...waiting, appliedAt }, { appliedAt: null }, session);
  }
}
