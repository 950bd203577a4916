import type { DelegateChanged, Events } from '@demerit/contracts';
import type { OutboxEntry } from '@demerit/messaging';
import type { OrganisationDocument } from './organisations.types';

/** What became of a request to act for an organisation, as it is stored now, as an event. */
export function delegateChanged(
  { _id: organisationId, accountId, ownerKey, version }: OrganisationDocument,
  status: DelegateChanged['status'],
  now: Date,
): OutboxEntry<Pick<Events, 'organisation.delegate-changed'>> {
  const payload = { organisationId, accountId, ownerKey, status, at: now.toISOString(), version };
  return { type: 'organisation.delegate-changed', key: organisationId, seq: version, payload };
}
