import { closed, collection, field, insertOnce, t, type Static } from '@demerit/messaging';
import { FieldCipher } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';

const NAME_FIELD = 'formerNames.name';

/** Of an account that was closed, where a decision or a receipt must go on naming its person. */
const formerNameDocument = closed({
  /** The account. */
  _id: t.String(),
  name: field.encrypted(NAME_FIELD),
});
type FormerNameDocument = Static<typeof formerNameDocument>;

export const FORMER_NAMES = collection('formerNames', formerNameDocument);

@Injectable()
export class FormerNamesStore {
  constructor(
    @InjectModel(FORMER_NAMES.name) private readonly rows: Model<FormerNameDocument>,
    private readonly cipher: FieldCipher,
  ) {}

  async add(accountId: string, name: string, session: ClientSession): Promise<void> {
    const row = { _id: accountId, name: this.cipher.encrypt(name, NAME_FIELD) };
    await insertOnce(this.rows, [row], session);
  }

  /** By account. */
  async namesOf(accountIds: readonly string[]): Promise<Map<string, string>> {
    if (accountIds.length === 0) return new Map();
    const rows = await this.rows.find({ _id: { $in: accountIds } }).lean();
    return new Map(rows.map(({ _id, name }) => [_id, this.cipher.decrypt(name, NAME_FIELD)]));
  }
}
