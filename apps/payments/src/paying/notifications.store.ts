import { isDuplicateKey } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { mongo, Schema, type ClientSession, type Model } from 'mongoose';
import type { Settlement } from '../providers/provider.types';

/** A provider's notification, stored before it is answered and applied once. */
export interface NotificationRow extends Settlement {
  /** `<provider>:<the provider's event id>:<hash of what it says>`: one that says something else under the same event id is another one. */
  _id: string;
  receivedAt: Date;
  appliedAt: Date | null;
}

const text = { type: String, required: true };
const number = { type: Number, required: true };

export const NOTIFICATIONS = {
  name: 'notifications',
  schema: new Schema<NotificationRow>(
    {
      _id: text,
      provider: text,
      paymentId: text,
      status: text,
      amountFen: number,
      currency: text,
      settledAt: { type: Date, required: true },
      receivedAt: { type: Date, required: true },
      appliedAt: { type: Date, default: null },
    },
    { versionKey: false },
  ).index({ receivedAt: 1 }, { name: 'waiting', partialFilterExpression: { appliedAt: null } }),
};

@Injectable()
export class NotificationsStore {
  /** What came while others are being written. */
  private waitingRows: NotificationRow[] = [];
  private waitingWrite: Promise<void> | undefined;
  private lastWrite: Promise<void> = Promise.resolve();

  constructor(
    @InjectModel(NOTIFICATIONS.name) private readonly notifications: Model<NotificationRow>,
  ) {}

  /**
   * Resolves when it is stored; one that is here already stays as it came first. Those that come while others are being written are written
   * together, so that a burst takes a few round trips.
   */
  keep(notification: NotificationRow): Promise<void> {
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

  private async insert(rows: NotificationRow[]): Promise<void> {
    try {
      await this.notifications.insertMany(rows, { lean: true, ordered: false });
    } catch (error) {
      const refused = error instanceof mongo.MongoBulkWriteError ? [error.writeErrors].flat() : [];
      if (refused.length === 0 || !refused.every((row) => isDuplicateKey(row))) throw error;
    }
  }

  async find(notificationId: string, session: ClientSession): Promise<NotificationRow | null> {
    return this.notifications.findById(notificationId, null, { session }).lean<NotificationRow>();
  }

  async waiting(rows: number): Promise<NotificationRow[]> {
    return this.notifications
      .find({ appliedAt: null })
      .sort({ receivedAt: 1 })
      .limit(rows)
      .lean<NotificationRow[]>();
  }

  async markApplied(
    notificationId: string,
    appliedAt: Date,
    session: ClientSession,
  ): Promise<void> {
    await this.notifications.updateOne(
      { _id: notificationId },
      { $set: { appliedAt } },
      { session },
    );
  }
}
