import { collection, save, saveAll } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { certificateDocument, type CertificateDocument } from './certificates.types';

export const CERTIFICATES = collection('certificates', certificateDocument, [
  { name: 'licence', key: { licenceId: 1 } },
]);

/** The certificates that registrars entered, one a number. */
@Injectable()
export class CertificatesStore {
  constructor(
    @InjectModel(CERTIFICATES.name) private readonly certificates: Model<CertificateDocument>,
  ) {}

  async find(number: string, session: ClientSession): Promise<CertificateDocument | null> {
    return this.certificates.findById(number, null, { session }).lean<CertificateDocument>();
  }

  async findAll(
    numbers: readonly string[],
    session: ClientSession,
  ): Promise<CertificateDocument[]> {
    return this.certificates
      .find({ _id: { $in: numbers } }, null, { session })
      .lean<CertificateDocument[]>();
  }

  /** Runs the transaction again when it was written meanwhile. */
  async save(certificate: CertificateDocument, session: ClientSession): Promise<void> {
    await save(this.certificates, certificate, session);
  }

  /** All of them or, as a lost race, none. */
  async saveAll(
    certificates: readonly CertificateDocument[],
    session: ClientSession,
  ): Promise<void> {
    await saveAll(this.certificates, certificates, session);
  }
}
