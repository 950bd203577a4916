import { collection, save } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { ownerMessagesDocument, type OwnerMessagesDocument } from './consent.types';
import { mayMessage, withMessage } from './consent.rules';

export const OWNER_MESSAGES = collection('owner_messages', ownerMessagesDocument);

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

  private async ofOwner(
    ownerKey: string,
    session: ClientSession,
  ): Promise<OwnerMessagesDocument | null> {
    return this.messages.findById(ownerKey, null, { session }).lean<OwnerMessagesDocument>();
  }
}
