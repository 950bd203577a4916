import { periodBefore, type Portion, type Retained } from '@demerit/platform';
import { KEPT_DAYS } from './periods';

/** Ends a portion of what is older than that. */
interface Ends {
  endBefore: (before: Date) => Promise<Portion>;
}

/** The rows that name documents go first, so that the documents can follow. */
export function endings(stores: {
  notifications: Ends;
  verifications: Ends;
  organisations: Ends;
  documents: Pick<Retained, 'end'>;
}): Retained[] {
  const aged = (kind: string, store: Ends, days: number): Retained => ({
    kind,
    end: (now) => store.endBefore(periodBefore(now, days)),
  });
  return [
    aged('notifications', stores.notifications, KEPT_DAYS.notifications),
    aged('rejected_identities', stores.verifications, KEPT_DAYS.rejectedIdentities),
    aged('rejected_organisations', stores.organisations, KEPT_DAYS.rejectedOrganisations),
    { kind: 'documents', end: (now) => stores.documents.end(now) },
  ];
}
