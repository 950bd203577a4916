import { closed, collection, field, findBy, put, t, type Static } from '@demerit/messaging';
import { LookupKeys } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';

const YEAR_S = 365 * 86_400;

/** From what an account was logged into, for a year after the last time. */
const deviceDocument = closed({
  /** A keyed hash of account and device. */
  _id: t.String(),
  accountId: t.String(),
  lastLoginAt: field.date,
});
type DeviceDocument = Static<typeof deviceDocument>;

export const DEVICES = collection('devices', deviceDocument, [
  { name: 'account', key: { accountId: 1 } },
  { name: 'ttl', key: { lastLoginAt: 1 }, expireAfterSeconds: YEAR_S },
]);

@Injectable()
export class DevicesStore {
  constructor(
    @InjectModel(DEVICES.name) private readonly rows: Model<DeviceDocument>,
    private readonly lookup: LookupKeys,
  ) {}

  /** Notes a log-in, and answers what was noted before. */
  async note(
    accountId: string,
    device: string,
    lastLoginAt: Date,
    session: ClientSession,
  ): Promise<{ isNoted: boolean; areOthers: boolean }> {
    const _id = this.lookup.keyOf('device', `${accountId} ${device}`);
    const all = await findBy(this.rows, 'accountId', [accountId], session);
    const isNoted = all.some((one) => one._id === _id);
    await put(this.rows, { _id, accountId, lastLoginAt }, isNoted ? { accountId } : null, session);
    return { isNoted, areOthers: all.length > 0 };
  }

  /** All of an account's. */
  async removeOf(accountId: string): Promise<void> {
    await this.rows.deleteMany({ accountId });
  }
}
