import { OWN_AUDIT, type OwnDataPart } from '@demerit/platform';

/** What payments holds about a person: the orders against them, and what they paid for whomever. */
export const OWN_DATA: readonly OwnDataPart[] = [
  {
    collection: 'orders',
    of: ({ accountId }) => ({ 'facts.accountId': accountId }),
    fields: [
      'kind',
      'status',
      'handlingId',
      'caseId',
      'facts',
      'dueOn',
      'frozenOn',
      'paid.receiptNumber',
      'paid.amountFen',
      'paid.at',
      'closed',
      'told',
    ],
  },
  {
    collection: 'payments',
    of: ({ accountId }) => ({ payerAccountId: accountId }),
    fields: [
      'orderId',
      'provider',
      'amountFen',
      'currency',
      'expiresAt',
      'status',
      'received',
      'refund.reason',
    ],
  },
  {
    collection: 'standings',
    of: ({ accountId }) => ({ _id: accountId }),
    fields: ['changes'],
  },
  ...OWN_AUDIT,
];
