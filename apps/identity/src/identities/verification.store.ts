import { collection, findBy, findById, save } from '@demerit/messaging';
import { FieldCipher, type PageRequest, type Portion } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import {
  ID_NUMBER_FIELD,
  NAME_FIELD,
  verificationDocument,
  type VerificationDocument,
} from './verification.types';

export const VERIFICATIONS = collection('verifications', verificationDocument, [
  {
    name: 'verified_person',
    key: { personKey: 1 },
    unique: true,
    partialFilterExpression: { status: 'verified' },
  },
  { name: 'queue', key: { status: 1, submittedAt: 1, _id: 1 } },
]);

const ENDED_AT_ONCE = 500;

@Injectable()
export class VerificationStore {
  constructor(
    @InjectModel(VERIFICATIONS.name) private readonly rows: Model<VerificationDocument>,
    private readonly cipher: FieldCipher,
  ) {}

  async find(
    accountId: string,
    session?: ClientSession,
  ): Promise<VerificationDocument | undefined> {
    return (await findById(this.rows, accountId, session)) ?? undefined;
  }

  /** Which person somebody is, or says they are. */
  async keysOf(accountId: string, session: ClientSession): Promise<string[]> {
    const personKey = (await this.find(accountId, session))?.personKey;
    return personKey === undefined ? [] : [personKey];
  }

  /** An account, and the one that is verified as the person that its holder is or says they are. */
  async accountsOf(accountId: string, session: ClientSession): Promise<string[]> {
    const verified = await this.findAllVerified(await this.keysOf(accountId, session), session);
    return [accountId, ...verified.map(({ _id }) => _id)];
  }

  /** Whose ID number it is. What is only submitted is anybody's claim. */
  async findVerified(
    personKey: string,
    session: ClientSession,
  ): Promise<VerificationDocument | undefined> {
    return (
      (await this.rows.findOne({ personKey, status: 'verified' }).session(session).lean()) ??
      undefined
    );
  }

  async findVerifiedAccounts(accountIds: readonly string[]): Promise<VerificationDocument[]> {
    return this.rows.find({ _id: { $in: accountIds }, status: 'verified' }).lean();
  }

  /** The same for many ID numbers at once. */
  async findAllVerified(
    personKeys: readonly string[],
    session?: ClientSession,
  ): Promise<VerificationDocument[]> {
    const rows = await findBy(this.rows, 'personKey', personKeys, session);
    return rows.filter(({ status }) => status === 'verified');
  }

  /** Oldest first. Sort key: submittedAt in milliseconds, account. */
  async queue(
    status: VerificationDocument['status'],
    { rows, after }: PageRequest,
  ): Promise<VerificationDocument[]> {
    const [time, accountId] = after ?? [];
    const at = new Date(Number(time));
    const later =
      after === undefined
        ? {}
        : { $or: [{ submittedAt: { $gt: at } }, { submittedAt: at, _id: { $gt: accountId } }] };
    return this.rows
      .find({ status, ...later })
      .sort({ submittedAt: 1, _id: 1 })
      .limit(rows)
      .lean();
  }

  /** Runs the transaction again when another account was verified with this ID number meanwhile. */
  async save(row: VerificationDocument, session: ClientSession): Promise<VerificationDocument> {
    return save(this.rows, row, session);
  }

  encrypt(name: string, idNumber: string): Pick<VerificationDocument, 'name' | 'idNumber'> {
    return {
      name: this.cipher.encrypt(name, NAME_FIELD),
      idNumber: this.cipher.encrypt(idNumber, ID_NUMBER_FIELD),
    };
  }

  nameOf(row: VerificationDocument): string {
    return this.cipher.decrypt(row.name, NAME_FIELD);
  }

  idNumberOf(row: VerificationDocument): string {
    return this.cipher.decrypt(row.idNumber, ID_NUMBER_FIELD);
  }

  /** The documents that identities of these accounts name, whatever became of them. */
  async documentsOf(accountIds: readonly string[]): Promise<string[]> {
    const rows = await this.rows.find({ _id: { $in: accountIds } }, { documentIds: 1 }).lean();
    return rows.flatMap(({ documentIds }) => documentIds);
  }

  /** A portion of those that were rejected before that. One that is submitted again meanwhile stays. */
  async endBefore(before: Date): Promise<Portion> {
    const old = { status: 'rejected' as const, decidedAt: { $lt: before } };
    const found = await this.rows.find(old, { _id: 1 }).limit(ENDED_AT_ONCE).lean();
    const ids = found.map(({ _id }) => _id);
    const { deletedCount } = await this.rows.deleteMany({ ...old, _id: { $in: ids } });
    return { ended: deletedCount, more: ids.length === ENDED_AT_ONCE };
  }

  async remove(accountId: string, session: ClientSession): Promise<void> {
    await this.rows.deleteOne({ _id: accountId }, { session });
  }
}
