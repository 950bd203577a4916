import { closed, collection, field, isDuplicateKey, t, type Static } from '@demerit/messaging';
import { FieldCipher, LookupKeys } from '@demerit/platform';
import type { Sms } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { SmsMessage } from './sms.sender';

const MESSAGE_FIELD = 'sms.message';
const MOST_SHOWN = 50;

const smsDocument = closed({
  /** The sender's id of the message. */
  _id: t.String(),
  phoneKey: t.String(),
  at: field.date,
  /** JSON of `{text, code?}`: it may hold a code that is alive. */
  message: field.encrypted(MESSAGE_FIELD),
});
type SmsDocument = Static<typeof smsDocument>;

export const SMS = collection('sms', smsDocument, [
  { name: 'phone', key: { phoneKey: 1, at: -1 } },
  { name: 'ttl', key: { at: 1 }, expireAfterSeconds: 86_400 },
]);

/** Messages of a sandbox, for a day. */
@Injectable()
export class SmsStore {
  constructor(
    @InjectModel(SMS.name) private readonly rows: Model<SmsDocument>,
    private readonly cipher: FieldCipher,
    private readonly lookup: LookupKeys,
  ) {}

  async add({ smsId, phone, text, code }: SmsMessage, at: Date): Promise<void> {
    const message = this.cipher.encrypt(JSON.stringify({ text, code }), MESSAGE_FIELD);
    const row: SmsDocument = { _id: smsId, phoneKey: this.lookup.phoneKey(phone), at, message };
    try {
      await this.rows.insertMany([row]);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** Newest first. */
  async list(phone: string): Promise<Sms[]> {
    const rows = await this.rows
      .find({ phoneKey: this.lookup.phoneKey(phone) })
      .sort({ at: -1 })
      .limit(MOST_SHOWN)
      .lean();
    return rows.map(({ at, message }) => ({
      at: at.toISOString(),
      ...(JSON.parse(this.cipher.decrypt(message, MESSAGE_FIELD)) as Omit<Sms, 'at'>),
    }));
  }

  /** All to a number. */
  async removeOf(phoneKey: string): Promise<void> {
    await this.rows.deleteMany({ phoneKey });
  }
}
