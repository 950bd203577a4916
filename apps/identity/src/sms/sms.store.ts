import { isDuplicateKey } from '@demerit/messaging';
import { FieldCipher, LookupKeys } from '@demerit/platform';
import type { Sms } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type Model } from 'mongoose';
import type { SmsMessage } from './sms.sender';

export interface SmsRow {
  /** The sender's id of the message. */
  _id: string;
  phoneKey: string;
  at: Date;
  /** JSON of `{text, code?}`, encrypted: it may hold a code that is alive. */
  message: string;
}

const MESSAGE_FIELD = 'sms.message';
const MOST_SHOWN = 50;

export const smsSchema = new Schema<SmsRow>(
  {
    _id: String,
    phoneKey: String,
    at: Date,
    message: { type: String, encryptedAs: MESSAGE_FIELD },
  },
  { collection: 'sms', versionKey: false },
);
smsSchema.index({ phoneKey: 1, at: -1 }, { name: 'phone' });
smsSchema.index({ at: 1 }, { name: 'ttl', expireAfterSeconds: 86_400 });

/** Messages of a sandbox, for a day. */
@Injectable()
export class SmsStore {
  constructor(
    @InjectModel('sms') private readonly rows: Model<SmsRow>,
    private readonly cipher: FieldCipher,
    private readonly lookup: LookupKeys,
  ) {}

  async add({ smsId, phone, text, code }: SmsMessage, at: Date): Promise<void> {
    const message = this.cipher.encrypt(JSON.stringify({ text, code }), MESSAGE_FIELD);
    const row: SmsRow = { _id: smsId, phoneKey: this.lookup.phoneKey(phone), at, message };
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
}
