import { closed, collection, field, findById, put, t, type Static } from '@demerit/messaging';
import { LookupKeys } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';

/** From which address an account was logged into. */
const familiarAddressDocument = closed({
  /** A keyed hash of account and address. */
  _id: t.String(),
  accountId: t.String(),
  lastLoginAt: field.date,
});
type FamiliarAddressDocument = Static<typeof familiarAddressDocument>;

export const FAMILIAR_ADDRESSES = collection('familiarAddresses', familiarAddressDocument, [
  { name: 'account', key: { accountId: 1 } },
  // As long as an address is familiar.
  { name: 'ttl', key: { lastLoginAt: 1 }, expireAfterSeconds: 90 * 86_400 },
]);

@Injectable()
export class FamiliarAddressesStore {
  constructor(
    @InjectModel(FAMILIAR_ADDRESSES.name) private readonly rows: Model<FamiliarAddressDocument>,
    private readonly lookup: LookupKeys,
  ) {}

  async lastLoginAt(accountId: string, addressKey: string): Promise<Date | undefined> {
    return (await findById(this.rows, this.idOf(accountId, addressKey)))?.lastLoginAt;
  }

  async note(
    accountId: string,
    addressKey: string,
    lastLoginAt: Date,
    session: ClientSession,
  ): Promise<void> {
    const _id = this.idOf(accountId, addressKey);
    const where = (await findById(this.rows, _id, session)) ? { accountId } : null;
    await put(this.rows, { _id, accountId, lastLoginAt }, where, session);
  }

  private idOf(accountId: string, addressKey: string): string {
    return this.lookup.keyOf('familiarAddress', `${accountId} ${addressKey}`);
  }

  /** All of an account's. */
  async removeOf(accountId: string): Promise<void> {
    await this.rows.deleteMany({ accountId });
  }
}
