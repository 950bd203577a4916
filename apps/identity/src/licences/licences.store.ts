import type { RegistryLicence } from '@demerit/contracts';
import { collection, findBy, save, saveAll } from '@demerit/messaging';
import { FieldCipher, LookupKeys, mask, type StaffAct } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { registration, type AuditedHolder } from './licences.rules';
import { ID_FIELD, licenceDocument, NUMBER_FIELD, type LicenceDocument } from './licences.types';

export const LICENCES = collection('licences', licenceDocument, [
  // A person has one licence, also when two are claimed at once. rules.md §1.licence.one.
  {
    name: 'account',
    key: { accountId: 1 },
    unique: true,
    partialFilterExpression: { accountId: { $exists: true } },
  },
  { name: 'person', key: { personKey: 1 } },
  {
    name: 'expiry',
    key: { untoldExpiryOn: 1 },
    partialFilterExpression: { untoldExpiryOn: { $exists: true } },
  },
]);

@Injectable()
export class LicencesStore {
  constructor(
    @InjectModel(LICENCES.name) private readonly rows: Model<LicenceDocument>,
    private readonly cipher: FieldCipher,
    private readonly lookup: LookupKeys,
  ) {}

  async find(licenceId: string, session?: ClientSession): Promise<LicenceDocument | undefined> {
    return (
      (await this.rows
        .findById(licenceId)
        .session(session ?? null)
        .lean()) ?? undefined
    );
  }

  async findAll(
    licenceIds: readonly string[],
    session?: ClientSession,
  ): Promise<LicenceDocument[]> {
    return this.rows
      .find({ _id: { $in: licenceIds } })
      .session(session ?? null)
      .lean();
  }

  async ofAccount(
    accountId: string,
    session?: ClientSession,
  ): Promise<LicenceDocument | undefined> {
    const [licence] = await findBy(this.rows, 'accountId', [accountId], session);
    return licence;
  }

  /** Every licence registered for a person, whoever claimed it. */
  async ofPerson(
    personKey: string | undefined,
    session?: ClientSession,
  ): Promise<LicenceDocument[]> {
    if (personKey === undefined) return [];
    return this.rows
      .find({ personKey })
      .session(session ?? null)
      .lean();
  }

  /** Some of those whose last valid day was before `day` and whose end was not announced yet. */
  expiredBefore(day: string): AsyncIterable<LicenceDocument> {
    return this.rows
      .find({ untoldExpiryOn: { $lt: day } })
      .sort({ untoldExpiryOn: 1 })
      .lean<LicenceDocument>()
      .cursor();
  }

  /** Runs the transaction again when the licence was registered, or the account claimed another, meanwhile. */
  async save(licence: LicenceDocument, session: ClientSession): Promise<LicenceDocument> {
    return save(this.rows, licence, session);
  }

  async saveAll(licences: readonly LicenceDocument[], session: ClientSession): Promise<void> {
    await saveAll(this.rows, licences, session);
  }

  /** What of a register's entry is kept, as it is kept. */
  entryOf(
    entry: RegistryLicence,
  ): Omit<LicenceDocument, 'holds' | 'holdsVersion' | 'accountId' | 'version'> {
    return {
      _id: this.lookup.licenceId(entry.licenceNumber),
      licenceNumber: this.cipher.encrypt(entry.licenceNumber, NUMBER_FIELD),
      fileNumberKey: this.fileNumberKey(entry.fileNumber),
      personKey: this.lookup.personKey(entry.idNumber),
      idNumber: this.cipher.encrypt(entry.idNumber, ID_FIELD),
      class: entry.class,
      firstIssuedOn: entry.firstIssuedOn,
      validUntil: entry.validUntil,
      ...(entry.validUntil !== null && { untoldExpiryOn: entry.validUntil }),
    };
  }

  /** What a registrar did to an entry, masked. */
  registration(
    actor: string,
    { before, after }: { before: LicenceDocument | undefined; after: LicenceDocument },
    { fileNumber }: RegistryLicence,
  ): StaffAct {
    const isOtherFile = before !== undefined && before.fileNumberKey !== after.fileNumberKey;
    const holder = this.holderOf(after);
    const now = isOtherFile ? { ...holder, fileNumberMasked: mask.fileNumber(fileNumber) } : holder;
    return registration(actor, before && { ...before, holder: this.holderOf(before) }, {
      ...after,
      holder: now,
    });
  }

  private holderOf({ idNumber }: LicenceDocument): AuditedHolder {
    if (idNumber === undefined) return {};
    return { idNumberMasked: mask.idNumber(this.cipher.decrypt(idNumber, ID_FIELD)) };
  }

  fileNumberKey(fileNumber: string): string {
    return this.lookup.keyOf('fileNumber', fileNumber);
  }

  licenceNumberOf(row: LicenceDocument): string {
    return this.cipher.decrypt(row.licenceNumber, NUMBER_FIELD);
  }

  licenceNumberMasked(row: LicenceDocument): string {
    return mask.licenceNumber(this.licenceNumberOf(row));
  }
}
