import { closed, collection, field, insertOnce, t, type Static } from '@demerit/messaging';
import { FieldCipher, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';

const PHONE_FIELD = 'formerPhones.phone';

/** A number that an account had until an officer set another one; there until it was sent word. */
const formerPhoneDocument = closed({
  _id: t.String(),
  accountId: t.String(),
  phone: field.encrypted(PHONE_FIELD),
  /** Of the number that came after it. */
  nextMasked: t.String(),
  since: field.date,
});
export type FormerPhoneDocument = Static<typeof formerPhoneDocument>;

export const FORMER_PHONES = collection('formerPhones', formerPhoneDocument, [
  { name: 'account', key: { accountId: 1 } },
]);

@Injectable()
export class FormerPhonesStore {
  constructor(
    @InjectModel(FORMER_PHONES.name) private readonly rows: Model<FormerPhoneDocument>,
    private readonly cipher: FieldCipher,
  ) {}

  async add(
    { phone, ...rest }: Omit<FormerPhoneDocument, '_id'>,
    session: ClientSession,
  ): Promise<void> {
    const row = { _id: newId('fmp'), ...rest, phone: this.cipher.encrypt(phone, PHONE_FIELD) };
    await insertOnce(this.rows, [row], session);
  }

  phoneOf({ phone }: FormerPhoneDocument): string {
    return this.cipher.decrypt(phone, PHONE_FIELD);
  }

  all(): AsyncIterable<FormerPhoneDocument> {
    return this.rows.find().lean<FormerPhoneDocument>().cursor();
  }

  async ofAccount(accountId: string): Promise<FormerPhoneDocument[]> {
    return this.rows.find({ accountId }).lean();
  }

  async remove({ _id }: FormerPhoneDocument): Promise<void> {
    await this.rows.deleteOne({ _id });
  }

  /** All of an account's. */
  async removeOf(accountId: string): Promise<void> {
    await this.rows.deleteMany({ accountId });
  }
}
