import { OWN_AUDIT, type OwnDataPart } from '@demerit/platform';

const ofOwner: OwnDataPart['of'] = ({ personKey }) =>
  personKey === undefined ? undefined : { ownerKey: personKey };

/** What vehicles holds about a person: cars, bindings, and who uses the cars without saying who that is. */
export const OWN_DATA: readonly OwnDataPart[] = [
  {
    collection: 'vehicles',
    of: ofOwner,
    fields: [
      'plateNumber',
      'plateType',
      'commercial',
      'registeredOn',
      'vin',
      'engineNumber',
      'ownerSince',
      'ownerPhone',
      'ownerIdNumber',
    ],
  },
  {
    collection: 'former_owners',
    of: ofOwner,
    fields: ['vehicleId', 'plateNumber', 'from', 'until'],
  },
  {
    collection: 'bindings',
    of: ({ accountId }) => ({ accountId }),
    fields: [
      'vehicleId',
      'plateNumber',
      'relation',
      'status',
      'relationNote',
      'documentIds',
      'requestedAt',
      'expectedBy',
      'activeSince',
      'rejectedReason',
      'frozen',
      'timeline',
    ],
  },
  {
    collection: 'bindings',
    of: ofOwner,
    fields: ['vehicleId', 'relation', 'status', 'requestedAt', 'activeSince', 'timeline'],
  },
  {
    collection: 'user_use',
    of: ({ accountId }) => ({ _id: accountId }),
    fields: [
      'active',
      'day',
      'dayRequests',
      'year',
      'yearRequests',
      'mismatchDay',
      'mismatches',
      'standing',
      'barred',
    ],
  },
  {
    collection: 'owner_messages',
    of: ({ personKey }) => (personKey === undefined ? undefined : { _id: personKey }),
    fields: ['day', 'ofDay'],
    withoutId: true,
  },
  ...OWN_AUDIT,
];
