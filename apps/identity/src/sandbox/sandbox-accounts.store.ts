import type { SandboxAccount } from '@demerit/contracts';
import { closed, collection, field, t, type Static } from '@demerit/messaging';
import { FieldCipher } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';

const ACCOUNTS_FIELD = 'sandbox.accounts';
const ID = 'accounts';

const listDocument = closed({
  _id: t.String(),
  /** JSON of all accounts in their order; telephone numbers are in it. */
  accounts: field.encrypted(ACCOUNTS_FIELD),
});

/** One document. */
export const SANDBOX_ACCOUNTS = collection('sandbox_accounts', listDocument);

@Injectable()
export class SandboxAccountsStore {
  constructor(
    @InjectModel(SANDBOX_ACCOUNTS.name) private readonly rows: Model<Static<typeof listDocument>>,
    private readonly cipher: FieldCipher,
  ) {}

  async read(): Promise<SandboxAccount[]> {
    const row = await this.rows.findById(ID).lean();
    if (!row) return [];
    return JSON.parse(this.cipher.decrypt(row.accounts, ACCOUNTS_FIELD)) as SandboxAccount[];
  }

  async replace(items: SandboxAccount[]): Promise<void> {
    const accounts = this.cipher.encrypt(JSON.stringify(items), ACCOUNTS_FIELD);
    await this.rows.updateOne({ _id: ID }, { $set: { accounts } }, { upsert: true });
  }
}
