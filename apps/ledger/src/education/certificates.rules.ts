import {
  refuse,
  refuseDay,
  wording,
  type Concerned,
  type Refusal,
  type RegisteredLicence,
  type RegistryCertificate,
  type StudyKind,
} from '@demerit/contracts';
import { concernedByLicence } from '../account/own-case.rules';
import { refuseUnknownNumber } from '../register/numbers.rules';
import type { CertificateDocument } from './certificates.types';

/** The register of study certificates. rules.md §4.certificate. */

const USED_STAYS = wording('certificate.used_stays');

const FIELDS = ['kind', 'licenceId', 'completedOn'] as const;

type CertificateEntry = Pick<CertificateDocument, (typeof FIELDS)[number]>;

/** What is known where a certificate is entered. */
export interface EntryFacts {
  /** As it was entered before. */
  before: CertificateDocument | undefined;
  /** That one has reduced points. */
  isUsed: boolean;
  /** Of the licence number; undefined: the register of licences has no such number. */
  licenceId: string | undefined;
  now: Date;
}

/** Whom an entry is about: whoever has the licence that it names, and whoever had the certificate until now. */
export function concernedByCertificate(
  before: Pick<CertificateDocument, 'licenceId'> | undefined,
  registered: RegisteredLicence | null,
): Concerned[] {
  return [{ licenceIds: [before?.licenceId] }, registered ? concernedByLicence(registered) : {}];
}

/** The certificate as it stands in the register now; it is `before` where the same was entered again. */
export function enterCertificate(
  { certificate, kind, completedOn }: RegistryCertificate,
  { before, isUsed, licenceId, now }: EntryFacts,
): CertificateDocument | Refusal {
  const wrongDay = refuseDay('completedOn', completedOn, now);
  if (wrongDay) return wrongDay;
  if (licenceId === undefined) return refuseUnknownNumber();
  const entry = { _id: numberOf(certificate), kind, licenceId, completedOn };
  if (before && isSameEntry(before, entry)) return before;
  // What it took off stands in the entries, so that its certificate stays as it was.
  if (isUsed) return refuse('CERTIFICATE_USED', { nextStep: USED_STAYS });
  return { ...entry, version: before?.version ?? 0 };
}

/** Whether the register says nothing new of a certificate. */
export function isSameEntry(before: CertificateEntry, after: CertificateEntry): boolean {
  return FIELDS.every((field) => before[field] === after[field]);
}

/** What a registrar did to an entry, for the audit. */
export function registration(
  actor: string,
  before: CertificateDocument | undefined,
  after: CertificateDocument,
): { actor: string; act: string; subject: string; before?: object; after: object } {
  const facts = ({ kind, licenceId, completedOn }: CertificateDocument): object => ({
    kind,
    licenceId,
    completedOn,
  });
  return {
    actor,
    act: 'certificate.register',
    subject: after._id,
    ...(before && { before: facts(before) }),
    after: facts(after),
  };
}

/** Whether it is a study of that kind by the holder of that licence. */
export function certifies(
  certificate: CertificateDocument | null,
  kind: StudyKind,
  licenceId: string,
): certificate is CertificateDocument {
  return certificate?.kind === kind && certificate.licenceId === licenceId;
}

/** How a number is kept and looked up: the same in capitals or not, full width or not, with blanks or without, as it was copied or typed. */
export function numberOf(certificate: string): string {
  return certificate.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}
