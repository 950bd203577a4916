import type { Concerned, RegisteredLicence } from '@demerit/contracts';
import type { LicenceDocument } from './account.types';

/** Whom a staff act on a licence, or on a case of its holder, is about: nobody decides about themselves. rules.md §1.own-case. */
export function concernedByLicence({
  licenceId,
  accountId,
  personKey,
}: Pick<RegisteredLicence, 'licenceId' | 'accountId' | 'personKey'>): Concerned {
  return { accountIds: [accountId], keys: [personKey], licenceIds: [licenceId] };
}

/** The same of one as the ledger keeps it. */
export function concernedByAccount({
  _id: licenceId,
  accountId,
  personKey,
}: Pick<LicenceDocument, '_id' | 'accountId' | 'personKey'>): Concerned {
  return concernedByLicence({ licenceId, accountId, personKey });
}
