import type { IdentityStatus } from '@demerit/contracts';
import { saveVersion } from '@demerit/messaging';
import { FieldCipher, type PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';

export interface VerificationRow {
  /** The account. */
  _id: string;
  status: Exclude<IdentityStatus, 'unsubmitted'>;
  /** Encrypted. */
  name: string;
  /** Encrypted. */
  idNumber: string;
  /** Only while submitted or verified: unique, so that one ID number has one account. */
  personKey?: string;
  documentIds: string[];
  submittedAt: Date;
  decidedAt?: Date;
  rejectedReason?: string;
  version: number;
}

const NAME_FIELD = 'verifications.name';
const ID_NUMBER_FIELD = 'verifications.idNumber';

export const verificationSchema = new Schema<VerificationRow>(
  {
    _id: String,
    status: String,
    name: { type: String, encryptedAs: NAME_FIELD },
    idNumber: { type: String, encryptedAs: ID_NUMBER_FIELD },
    personKey: String,
    documentIds: [String],
    submittedAt: Date,
    decidedAt: Date,
    rejectedReason: String,
    version: Number,
  },
  { collection: 'verifications', versionKey: false },
);
verificationSchema.index(
  { personKey: 1 },
  { name: 'person', unique: true, partialFilterExpression: { personKey: { $exists: true } } },
);
verificationSchema.index({ status: 1, submittedAt: 1, _id: 1 }, { name: 'queue' });

@Injectable()
export class VerificationStore {
  constructor(
    @InjectModel('verifications') private readonly rows: Model<VerificationRow>,
    private readonly cipher: FieldCipher,
  ) {}

  async find(accountId: string, session?: ClientSession): Promise<VerificationRow | undefined> {
    return (
      (await this.rows
        .findById(accountId)
        .session(session ?? null)
        .lean()) ?? undefined
    );
  }

  /** Whose ID number it is, among identities submitted or verified. */
  async findPerson(
    personKey: string,
    session: ClientSession,
  ): Promise<VerificationRow | undefined> {
    return (await this.rows.findOne({ personKey }).session(session).lean()) ?? undefined;
  }

  /** The same for many ID numbers at once. */
  async findPersons(
    personKeys: readonly string[],
    session: ClientSession,
  ): Promise<VerificationRow[]> {
    if (personKeys.length === 0) return [];
    return this.rows
      .find({ personKey: { $in: personKeys } })
      .session(session)
      .lean();
  }

  /** Oldest first. Sort key: submittedAt in milliseconds, account. */
  async queue(
    status: VerificationRow['status'],
    { rows, after }: PageRequest,
  ): Promise<VerificationRow[]> {
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

  /** Runs the transaction again when another account submitted this ID number meanwhile. */
  async save(row: VerificationRow, session: ClientSession): Promise<void> {
    await saveVersion(this.rows, row, session);
  }

  encrypt(name: string, idNumber: string): Pick<VerificationRow, 'name' | 'idNumber'> {
    return {
      name: this.cipher.encrypt(name, NAME_FIELD),
      idNumber: this.cipher.encrypt(idNumber, ID_NUMBER_FIELD),
    };
  }

  nameOf(row: VerificationRow): string {
    return this.cipher.decrypt(row.name, NAME_FIELD);
  }

  idNumberOf(row: VerificationRow): string {
    return this.cipher.decrypt(row.idNumber, ID_NUMBER_FIELD);
  }
}
