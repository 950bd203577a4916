import type { Role } from '@demerit/contracts';
import { saveVersion } from '@demerit/messaging';
import { FieldCipher, LookupKeys, mask, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';

export interface AccountRow {
  _id: string;
  /** LookupKeys.phoneKey: one account a number. */
  phoneKey: string;
  /** Encrypted. */
  phone: string;
  roles: Role[];
  createdAt: Date;
  version: number;
}

const PHONE_FIELD = 'accounts.phone';

export const accountSchema = new Schema<AccountRow>(
  {
    _id: String,
    phoneKey: String,
    phone: { type: String, encryptedAs: PHONE_FIELD },
    roles: [String],
    createdAt: Date,
    version: Number,
  },
  { collection: 'accounts', versionKey: false },
);
accountSchema.index({ phoneKey: 1 }, { name: 'phone', unique: true });

@Injectable()
export class AccountsStore {
  constructor(
    @InjectModel('accounts') private readonly rows: Model<AccountRow>,
    private readonly cipher: FieldCipher,
    private readonly lookup: LookupKeys,
  ) {}

  async find(accountId: string, session?: ClientSession): Promise<AccountRow | undefined> {
    const query = this.rows.findById(accountId).session(session ?? null);
    return (await query.lean()) ?? undefined;
  }

  /** A number's account, created as a citizen's if there is none. */
  async ofPhone(phone: string, session: ClientSession): Promise<AccountRow> {
    const phoneKey = this.lookup.phoneKey(phone);
    const known = await this.rows.findOne({ phoneKey }).session(session).lean();
    if (known) return known;
    const account: AccountRow = {
      _id: newId('acc'),
      phoneKey,
      phone: this.cipher.encrypt(phone, PHONE_FIELD),
      roles: ['citizen'],
      createdAt: new Date(),
      version: 1,
    };
    await saveVersion(this.rows, account, session);
    return account;
  }

  phoneMasked(account: AccountRow): string {
    return mask.phone(this.cipher.decrypt(account.phone, PHONE_FIELD));
  }

  async save(account: AccountRow, session: ClientSession): Promise<void> {
    await saveVersion(this.rows, account, session);
  }
}
