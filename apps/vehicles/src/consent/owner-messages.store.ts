import { shanghaiDay } from '@demerit/contracts';
import { collection, save } from '@demerit/messaging';
import { periodBefore, type Portion } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { ownerMessagesDocument, type OwnerMessagesDocument } from './consent.types';
import { mayMessage, withMessage } from './consent.rules';

export const OWNER_MESSAGES = collection('owner_messages', ownerMessagesDocument, [
  { name: 'day', key: { day: 1 } },
]);

/** Only those of a day are counted; how many were sent is looked at a little longer. docs/operations/retention.md. */
const KEPT_DAYS = 30;
const ENDED_AT_ONCE = 500;

/** How many codes each owner was sent; requests to one owner that race collide here. */
@Injectable()
export class OwnerMessagesStore {
  constructor(
    @InjectModel(OWNER_MESSAGES.name) private readonly messages: Model<OwnerMessagesDocument>,
  ) {}

  async mayMessage(ownerKey: string, now: Date, session: ClientSession): Promise<boolean> {
    return mayMessage(await this.ofOwner(ownerKey, session), now);
  }

  /** One more was sent, or will be as soon as the transaction has committed. */
  async count(ownerKey: string, now: Date, session: ClientSession): Promise<void> {
    const before = await this.ofOwner(ownerKey, session);
    await save(this.messages, withMessage(ownerKey, before, now), session);
  }

  /** A portion of those whose period has passed. */
  async endBefore(now: Date): Promise<Portion> {
    const old = { day: { $lt: shanghaiDay(periodBefore(now, KEPT_DAYS)) } };
    const found = await this.messages
      .find(old, { _id: 1 })
      .limit(ENDED_AT_ONCE)
      .lean<Pick<OwnerMessagesDocument, '_id'>[]>();
    const ids = found.map(({ _id }) => _id);
    const { deletedCount } = await this.messages.deleteMany({ ...old, _id: { $in: ids } });
    return { ended: deletedCount, more: ids.length === ENDED_AT_ONCE };
  }

  private async ofOwner(
    ownerKey: string,
    session: ClientSession,
  ): Promise<OwnerMessagesDocument | null> {
    return this.messages.findById(ownerKey, null, { session }).lean<OwnerMessagesDocument>();
  }
}
