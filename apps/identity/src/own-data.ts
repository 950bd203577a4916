import { OWN_AUDIT, type OwnDataPart } from '@demerit/platform';

const ofAccount: OwnDataPart['of'] = ({ accountId }) => ({ accountId });
const ofPhone: OwnDataPart['of'] = ({ phoneKey }) => ({ phoneKey });

/** What identity holds about a person. */
export const OWN_DATA: readonly OwnDataPart[] = [
  {
    collection: 'accounts',
    of: ({ accountId }) => ({ _id: accountId }),
    fields: ['phone', 'roles', 'language', 'createdAt'],
  },
  { collection: 'formerPhones', of: ofAccount, fields: ['phone', 'since'] },
  {
    collection: 'verifications',
    of: ({ accountId }) => ({ _id: accountId }),
    fields: [
      'status',
      'name',
      'idNumber',
      'documentIds',
      'submittedAt',
      'decidedAt',
      'rejectedReason',
    ],
  },
  {
    collection: 'organisations',
    of: ofAccount,
    fields: [
      'organisationCode',
      'name',
      'status',
      'documentIds',
      'submittedAt',
      'decidedAt',
      'rejectedReason',
    ],
  },
  {
    collection: 'licences',
    of: ({ personKey }) => (personKey === undefined ? undefined : { personKey }),
    fields: [
      'licenceNumber',
      'idNumber',
      'class',
      'firstIssuedOn',
      'validUntil',
      'holds',
      'accountId',
    ],
  },
  {
    collection: 'standings',
    of: ({ accountId }) => ({ _id: accountId }),
    fields: ['status', 'reason', 'since'],
  },
  {
    collection: 'documents',
    of: ofAccount,
    fields: ['kind', 'mediaType', 'size', 'createdAt'],
  },
  {
    collection: 'sessions',
    of: ofAccount,
    fields: ['startedAt', 'rotatedAt', 'expiresAt', 'device', 'secondFactor'],
  },
  {
    collection: 'secondFactors',
    of: ({ accountId }) => ({ _id: accountId }),
    fields: ['confirmedAt'],
  },
  { collection: 'devices', of: ofAccount, withoutId: true, fields: ['lastLoginAt'] },
  { collection: 'familiarAddresses', of: ofAccount, withoutId: true, fields: ['lastLoginAt'] },
  {
    collection: 'phoneCodes',
    of: ({ phoneKey }) => ({ _id: phoneKey }),
    withoutId: true,
    fields: ['requestedAt', 'day', 'ofDay'],
  },
  { collection: 'sms', of: ofPhone, fields: ['at', 'message'] },
  {
    collection: 'notifications',
    of: ofAccount,
    fields: ['kind', 'about', 'at', 'readAt'],
  },
  ...OWN_AUDIT,
];
