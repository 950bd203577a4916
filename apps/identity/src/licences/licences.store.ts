import type { RegistryLicence } from '@demerit/contracts';
import { saveVersion, saveVersions } from '@demerit/messaging';
import { FieldCipher, LookupKeys, mask } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { LicenceFacts } from './licences.rules';

export interface LicenceRow extends LicenceFacts {
  /** LookupKeys.licenceId: follows from the number. */
  _id: string;
  /** Encrypted; in China it is the ID number. */
  licenceNumber: string;
  /** A keyed hash: the file number is only compared. */
  fileNumberKey: string;
  personKey: string;
  /** Who claimed it. */
  accountId?: string;
  version: number;
}

const AT_ONCE = 200;
const NUMBER_FIELD = 'licences.licenceNumber';

export const licenceSchema = new Schema<LicenceRow>(
  {
    _id: String,
    licenceNumber: { type: String, encryptedAs: NUMBER_FIELD },
    fileNumberKey: String,
    personKey: String,
    class: String,
    firstIssuedOn: String,
    validUntil: String,
    holds: [Object],
    holdsVersion: Number,
    untoldExpiryOn: String,
    accountId: String,
    version: Number,
  },
  { collection: 'licences', versionKey: false },
);
licenceSchema.index(
  { accountId: 1 },
  { name: 'account', unique: true, partialFilterExpression: { accountId: { $exists: true } } },
);

licenceSchema.index({ personKey: 1 }, { name: 'person' });
licenceSchema.index(
  { untoldExpiryOn: 1 },
  { name: 'expiry', partialFilterExpression: { untoldExpiryOn: { $exists: true } } },
);

@Injectable()
export class LicencesStore {
  constructor(
    @InjectModel('licences') private readonly rows: Model<LicenceRow>,
    private readonly cipher: FieldCipher,
    private readonly lookup: LookupKeys,
  ) {}

  async find(licenceId: string, session?: ClientSession): Promise<LicenceRow | undefined> {
    return (
      (await this.rows
        .findById(licenceId)
        .session(session ?? null)
        .lean()) ?? undefined
    );
  }

  async findAll(licenceIds: readonly string[], session: ClientSession): Promise<LicenceRow[]> {
    return this.rows
      .find({ _id: { $in: licenceIds } })
      .session(session)
      .lean();
  }

  async ofAccount(accountId: string, session?: ClientSession): Promise<LicenceRow | undefined> {
    const query = this.rows.findOne({ accountId }).session(session ?? null);
    return (await query.lean()) ?? undefined;
  }

  /** Every licence registered for a person, whoever claimed it. */
  async ofPerson(personKey: string | undefined, session?: ClientSession): Promise<LicenceRow[]> {
    if (personKey === undefined) return [];
    return this.rows
      .find({ personKey })
      .session(session ?? null)
      .lean();
  }

  /** Some of those whose last valid day was before `day` and of whom nobody was told. */
  async expiredBefore(day: string): Promise<LicenceRow[]> {
    return this.rows
      .find({ untoldExpiryOn: { $lt: day } })
      .sort({ untoldExpiryOn: 1 })
      .limit(AT_ONCE)
      .lean();
  }

  /** Runs the transaction again when the licence was registered, or the account claimed another, meanwhile. */
  async save(row: LicenceRow, session: ClientSession): Promise<void> {
    await saveVersion(this.rows, row, session);
  }

  async saveAll(rows: readonly LicenceRow[], session: ClientSession): Promise<void> {
    await saveVersions(this.rows, rows, session);
  }

  /** What of a register's entry is kept, as it is kept. */
  rowOf(
    entry: RegistryLicence,
  ): Omit<LicenceRow, 'holds' | 'holdsVersion' | 'accountId' | 'version'> {
    return {
      _id: this.lookup.licenceId(entry.licenceNumber),
      licenceNumber: this.cipher.encrypt(entry.licenceNumber, NUMBER_FIELD),
      fileNumberKey: this.fileNumberKey(entry.fileNumber),
      personKey: this.lookup.personKey(entry.idNumber),
      class: entry.class,
      firstIssuedOn: entry.firstIssuedOn,
      validUntil: entry.validUntil,
      untoldExpiryOn: entry.validUntil,
    };
  }

  fileNumberKey(fileNumber: string): string {
    return this.lookup.keyOf('fileNumber', fileNumber);
  }

  licenceNumberMasked(row: LicenceRow): string {
    return mask.licenceNumber(this.cipher.decrypt(row.licenceNumber, NUMBER_FIELD));
  }
}
