import { OWN_AUDIT, type OwnDataPart } from '@demerit/platform';
import { casesReadBy } from './sanctions/answers.rules';

const ofAccount: OwnDataPart['of'] = ({ accountId }) => ({ accountId });

/** Rows whose ids begin with the licence's: the sign after it is the one between the parts of an id. */
const ofLicence =
  (prefix: string, between: '-' | ':'): OwnDataPart['of'] =>
  ({ licenceId }) => {
    if (licenceId === undefined) return undefined;
    const begin = `${prefix}${licenceId}${between}`;
    return { _id: { $gte: begin, $lt: `${begin}~` } };
  };

/** What the ledger holds about a person. Reservations and attempts say nothing that handlings, entries and targets do not. */
export const OWN_DATA: readonly OwnDataPart[] = [
  {
    collection: 'licences',
    of: ({ licenceId }) => (licenceId === undefined ? undefined : { _id: licenceId }),
    fields: [
      'firstIssuedOn',
      'licenceClass',
      'cycleStartsOn',
      'cycleEndsBefore',
      'balance',
      'pending',
      'unpaid',
      'holds',
      'education',
      'fullScores',
      'cycles.startsOn',
      'cycles.endsBefore',
      'cycles.uses',
      'cycles.extraSlots',
    ],
  },
  { collection: 'people', of: ({ accountId }) => ({ _id: accountId }), fields: ['standing'] },
  {
    collection: 'entries',
    of: ofLicence('', '-'),
    fields: [
      'type',
      'points',
      'balance',
      'causeId',
      'cycleStartsOn',
      'vehicleId',
      'because',
      'opening',
      'violationOccurredAt',
      'decidedAt',
      'recordedAt',
      'hash',
    ],
  },
  {
    collection: 'cycles',
    of: ofLicence('L:', ':'),
    fields: ['startsOn', 'endsBefore', 'uses', 'extraSlots'],
  },
  {
    collection: 'targets',
    of: ofAccount,
    fields: [
      'status',
      'reason',
      'since',
      'attempts',
      'steps.at',
      'steps.decision',
      'steps.reason',
      'steps.extraSlots',
    ],
  },
  {
    collection: 'certificates',
    of: ({ licenceId }) => (licenceId === undefined ? undefined : { licenceId }),
    fields: ['kind', 'completedOn'],
  },
  {
    collection: 'studies',
    of: ({ licenceId }) => (licenceId === undefined ? undefined : { licenceId }),
    fields: ['kind', 'cycleStartsOn', 'points', 'at'],
  },
  {
    collection: 'cases',
    of: ({ accountId }) => casesReadBy(accountId),
    fields: [
      'status',
      'policyId',
      'role',
      'decisionNumbers',
      'gainFen',
      'statement',
      'documentIds',
      'writtenAnswers',
      'offence',
      'measures',
      'fineOrderId',
      'confiscationOrderId',
      'suspendedUntil',
      'bannedUntil',
      'notUndone',
      'openedAt',
      'steps.at',
      'steps.status',
      'steps.reason',
    ],
  },
  ...OWN_AUDIT,
];
