import { accepted, checkStays, type Language } from '@demerit/contracts';
import { collection, findBy, findById, findByIds, save } from '@demerit/messaging';
import { FieldCipher, LookupKeys, mask, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { accountDocument, isClosing, PHONE_FIELD, type AccountDocument } from './accounts.types';

export const ACCOUNTS = collection('accounts', accountDocument, [
  { name: 'phone', key: { phoneKey: 1 }, unique: true },
  {
    name: 'closing',
    key: { 'closing.since': 1 },
    partialFilterExpression: { closing: { $exists: true } },
  },
]);

@Injectable()
export class AccountsStore {
  constructor(
    @InjectModel(ACCOUNTS.name) private readonly rows: Model<AccountDocument>,
    private readonly cipher: FieldCipher,
    private readonly lookup: LookupKeys,
  ) {}

  async find(accountId: string, session?: ClientSession): Promise<AccountDocument | undefined> {
    return (await findById(this.rows, accountId, session)) ?? undefined;
  }

  async findAll(accountIds: readonly string[]): Promise<AccountDocument[]> {
    return this.rows.find({ _id: { $in: accountIds } }).lean();
  }

  /** A number's account, created as a citizen's if there is none. */
  async ofPhone(phone: string, session: ClientSession): Promise<AccountDocument> {
    return (await this.findByPhone(phone, session)) ?? this.add(phone, session);
  }

  /**
   * A number's account as its holder logs into it, created as a citizen's if there is none, with the language that they read where they say so.
   * It is written, so that a log-in collides with whatever takes the number from the account or ends its sessions.
   */
  async logInto(
    phone: string,
    language: Language | undefined,
    session: ClientSession,
  ): Promise<AccountDocument> {
    const read = language === undefined ? {} : { language };
    const found = await this.findByPhone(phone, session);
    return this.save({ ...(found ?? this.fresh(phone)), ...read }, session);
  }

  /** Written, so that what only one of several may do at a time collides here, with whatever ends its sessions too. */
  async touch(accountId: string, session: ClientSession): Promise<AccountDocument | undefined> {
    const touched = await this.rows
      .findOneAndUpdate(
        { _id: accountId },
        { $inc: { version: 1 } },
        { session, returnDocument: 'after' },
      )
      .lean();
    return touched ?? undefined;
  }

  /** Before anything of it is written: touched, so that a closing at this moment collides with it; refused once it is being closed. rules.md §1.closing.order */
  async touchOpen(accountId: string, session: ClientSession): Promise<AccountDocument | undefined> {
    const account = await this.touch(accountId, session);
    accepted(checkStays(account !== undefined && isClosing(account)));
    return account;
  }

  async findByPhone(phone: string, session?: ClientSession): Promise<AccountDocument | undefined> {
    const [found] = await findBy(this.rows, 'phoneKey', [this.lookup.phoneKey(phone)], session);
    return found;
  }

  /** A citizen's, into which whoever has the number may log in; without one, nobody. */
  async add(phone: string | undefined, session: ClientSession): Promise<AccountDocument> {
    return this.save(this.fresh(phone), session);
  }

  /** Those of these that are closed. */
  async closedAmong(
    accountIds: readonly string[],
    session: ClientSession,
  ): Promise<ReadonlySet<string>> {
    const accounts = await findByIds(this.rows, accountIds, session);
    const closed = accounts.filter(
      ({ closedAt, closing }) => closedAt !== undefined || closing?.state === 'decided',
    );
    return new Set(closed.map(({ _id }) => _id));
  }

  /** Those that are being closed. */
  closing(): AsyncIterable<AccountDocument> {
    return this.rows
      .find({ closing: { $exists: true } })
      .lean<AccountDocument>()
      .cursor();
  }

  phoneMasked(account: AccountDocument): string | null {
    const phone = this.phoneOf(account);
    return phone === null ? null : mask.phone(phone);
  }

  phoneOf({ phone }: AccountDocument): string | null {
    return phone === undefined ? null : this.cipher.decrypt(phone, PHONE_FIELD);
  }

  /** With another number; whoever has the one before cannot log into it any longer. */
  withPhone(account: AccountDocument, phone: string): AccountDocument {
    return { ...account, ...this.encrypted(phone) };
  }

  private fresh(phone: string | undefined): AccountDocument {
    const _id = newId('acc');
    return {
      _id,
      ...(phone === undefined ? { phoneKey: _id } : this.encrypted(phone)),
      roles: ['citizen'],
      createdAt: new Date(),
      version: 0,
    };
  }

  private encrypted(phone: string): Pick<AccountDocument, 'phoneKey' | 'phone'> {
    return {
      phoneKey: this.lookup.phoneKey(phone),
      phone: this.cipher.encrypt(phone, PHONE_FIELD),
    };
  }

  async save(account: AccountDocument, session: ClientSession): Promise<AccountDocument> {
    return save(this.rows, account, session);
  }
}
